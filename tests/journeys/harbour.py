"""A fictional letter about harbour lamps: its folder, and the people around it."""

from tests.factories import PASSWORD

TITLE = "Leave the Harbour Lights On"
LETTER = f"""---
template: joint-statement
language: en
label: Joint statement
title: {TITLE}
standfirst: A quay without a lamp is a quay without witnesses.
place: Brussels
contacts:
  - name: Mara Ilić
    organisation: Harbour Watch
    email: mara@harbour.example
    phone: +32 2 000 00 00
    languages: English, Serbian
sources: |
  Log of the harbour master, sheets 4 to 31.
notes: |
  The signatories have met every Sunday since the lamps went out.
press:
  headline: Organisations ask for light on the quay
  intro: |
    The lamps have been dark for a year. Those who work there want them back.
  quotes:
    - text: We only ask to see where we put our feet.
      speaker: Mara Ilić
      title: Harbour Watch
---

We are {{{{count}}}} organisations from {{{{countries}}}} countries.

## What we ask

1. **Switch the lamps on** before the first of October.
2. Say in public why they were dark.[^log]

[^log]: Log of the harbour master, sheet 12.
"""
SIGNATORIES = """name,acronym,native_name,country,group,visibility
Harbour Watch,HW,,BE,,
Quay Workers’ Union,,,NL,,
Φίλοι του λιμανιού,,,GR,,
Друзі порту,,,UA,,
جمعية المرفأ,,,JO,,
ნავსადგურის მეგობრები,,,GE,,
港口之友,,,TW,,
Amis du port,,,FR,,
Hafenfreunde,,,DE,,
Vänner av hamnen,,,SE,,
Quiet Harbour Circle,,,PL,,counted
"""
ADA = {"name": "Ada Lovelace", "email": "ada@example.org", "password": PASSWORD}
TESS = {"typist_name": "Tess Typist", "typist_role": "Secretary", "email": "tess@lamps.example"}
NORA = {"typist_name": "Nora Pier", "typist_role": "Chair", "email": "nora@pier.example", "country": "SE"}
ANA = {"name": "Ana Pop", "outlet": "Radio Delta", "email": "ana@delta.example", "zone": "Europe/Bucharest"}
