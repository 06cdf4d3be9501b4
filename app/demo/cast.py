"""Who appears in the demonstration. Every person, organisation and address is invented."""

from dataclasses import dataclass

from app.accounts.rules import Rank
from app.campaigns.actions import Description
from app.outreach.rules import Contact
from app.press.actions import Journalist
from app.signons.entries import Application
from app.signons.rules import Authority, Visibility


@dataclass(frozen=True, slots=True)
class Colleague:
    """Someone with an account."""

    name: str
    email: str
    rank: Rank = Rank.STAFF


@dataclass(frozen=True, slots=True)
class Signer:
    """An organisation that signs the open letter, so many hours before the start.

    `decided_by` is the role of whoever pressed the button; without one nobody has yet.
    """

    application: Application
    hours_ago: float
    decided_by: str = ""


CAMPAIGN = Description(
    name="Answer the Ilvane Sea",
    purpose=(
        "Every call for help on the Ilvane Sea is answered, those who answer are left in peace, "
        "and the families of the Blue Door learn what happened that night."
    ),
)

ADMIN = Colleague("Pavel Oduya", "pavel@example.org", Rank.ADMIN)
COORDINATOR = Colleague("Salome Adeyinka-Brandt", "salome@example.org")
PRESS_OFFICER = Colleague("Mirela Vanterpool", "mirela@example.org")
TRAINEE = Colleague("Tobiah Rennick", "tobiah@example.org")

RADIO_REPORTER = Journalist("Inès Caradeuc", "Radio Méridienne", "ines.caradeuc@meridienne.example", "Europe/Paris")
NEWSPAPER_REPORTER = Journalist(
    "Kwabena Asare-Lindt", "The Evening Meridian", "k.asare-lindt@evening-meridian.example", "Africa/Accra"
)

INVITED = (
    Contact("Ilvane Night Line", "Yusra Benhaddou", "yusra@nightline.example"),
    Contact("Norwegian Lantern Committee", "Ingrid Solhaug-Vik", "ingrid@lanternekomiteen.example"),
    Contact("Σύλλογος Φανοστατών", "Ελπίδα Καρανδρέα", "elpida@fanostates.example"),
    Contact("Рада доглядачів маяків", "Соломія Верховець", "rada@dohliadachi.example"),
    Contact("Fundacja Szósta Boja", "Bożena Wiśnicka", "biuro@szostaboja.example"),
    Contact("جمعية مصابيح الشاطئ", "سلمى الوزاني المريني", "salma@masabih.example"),
    Contact("Collège des Avocats du Rivage", "Thibault Verhaeren-Diallo", "greffe@rivage.example"),
    Contact("Red de Mujeres del Oleaje", "Marisela Quiñónez Arboleda", "red@oleaje.example"),
    Contact("ზღვის ხმა", "ნათია ჯაფარაშვილი", "natia@zgvis-khma.example"),
    Contact("Nätverket Öppen Horisont", "Åsa Lindmärker", "asa@oppenhorisont.example"),
    Contact("Umoja wa Wavuvi wa Pwani Tulivu", "Rehema Mwinyikambi", "rehema@pwanitulivu.example"),
    Contact("Sailors’ Widows’ Circle of Teren", "", "circle@widows.example"),
    Contact("Lawyers at the Waterline", "Philippa Okonjo-Marsh", "chair@waterline.example"),
    Contact("Archivio dei Non Arrivati", "Donata Scarpelluzzi", "archivio@nonarrivati.example"),
    Contact("Coastal Journalists’ Network", "Rami Sabbour", "rami@coastal-journalists.example"),
    Contact("Quayside Chaplains’ Guild", "Brother Anselm Tregarrow", "anselm@quayside.example"),
)
"""Asked when the letter was opened."""

INVITED_LATER = (
    Contact("सागर दीप समिति", "मृणालिनी वर्तकर", "mrinalini@sagardeep.example"),
    Contact("Sığınak Limanı Avukatları", "Nurcihan Aksoylu", "buro@siginaklimani.example"),
    Contact("Te Rōpū Tiaki Moana Marino", "Hinemoana Te Rauparewa", "kia-ora@moanamarino.example"),
    Contact("Norway Lantern Committee", "Sverre Tangvald", "sverre@lanternekomiteen.example"),
    Contact("Stichting Waakvlam op Zee", "Machteld Ooievaar", "machteld@waakvlam.example"),
    Contact("Right to Arrive Network", "Thandeka Mbolekwa", "legal@right-to-arrive.example"),
    Contact("Tideline Witness Project", "Josephine Achterberg", "office@tideline.example"),
    Contact("Kıyı Köyleri Dayanışması", "Feride Özışık", "dayanisma@kiyikoyleri.example"),
    Contact("Právní přístav", "Ludmila Havranová", "pristav@pravni.example"),
)
"""Asked three days later."""

REMINDED = ("archivio@nonarrivati.example", "rami@coastal-journalists.example")
WILL_NOT_SIGN = "anselm@quayside.example"
TO_BE_ANSWERED = "chair@waterline.example"
"""The invitation whose link is shown at the start."""

SIGNERS = (
    Signer(
        Application(
            name="Ilvane Night Line",
            acronym="INL",
            country="IT",
            typist_name="Yusra Benhaddou",
            typist_role="Shift leader",
            email="yusra@nightline.example",
        ),
        hours_ago=163,
        decided_by="Shift leader, for the assembly",
    ),
    Signer(
        Application(
            name="Norwegian Lantern Committee",
            country="NO",
            typist_name="Ingrid Solhaug-Vik",
            typist_role="Chair",
            email="ingrid@lanternekomiteen.example",
        ),
        hours_ago=158,
        decided_by="Chair",
    ),
    Signer(
        Application(
            name="Σύλλογος Φανοστατών",
            country="CY",
            language="el",
            typist_name="Ελπίδα Καρανδρέα",
            typist_role="Secretary",
            email="elpida@fanostates.example",
        ),
        hours_ago=147,
        decided_by="Secretary",
    ),
    Signer(
        Application(
            name="Рада доглядачів маяків",
            country="UA",
            language="uk",
            typist_name="Соломія Верховець",
            typist_role="Head of the council",
            email="rada@dohliadachi.example",
        ),
        hours_ago=139,
        decided_by="Head of the council",
    ),
    Signer(
        Application(
            name="Fundacja Szósta Boja",
            country="PL",
            language="pl",
            typist_name="Bożena Wiśnicka",
            typist_role="President of the board",
            email="biuro@szostaboja.example",
        ),
        hours_ago=133,
        decided_by="President of the board",
    ),
    Signer(
        Application(
            name="جمعية مصابيح الشاطئ",
            country="MA",
            language="ar",
            typist_name="سلمى الوزاني المريني",
            typist_role="Director",
            email="salma@masabih.example",
        ),
        hours_ago=117,
        decided_by="Director",
    ),
    Signer(
        Application(
            name="Collège des Avocats du Rivage",
            acronym="CAR",
            country="BE",
            language="fr",
            typist_name="Thibault Verhaeren-Diallo",
            typist_role="Clerk",
            email="greffe@rivage.example",
            authority=Authority.OTHER,
            authority_email="presidence@rivage.example",
        ),
        hours_ago=111,
        decided_by="President",
    ),
    Signer(
        Application(
            name="Red de Mujeres del Oleaje",
            country="CO",
            language="es",
            typist_name="Marisela Quiñónez Arboleda",
            typist_role="Coordinator",
            email="red@oleaje.example",
        ),
        hours_ago=94,
        decided_by="Coordinator, by vote of the members",
    ),
    Signer(
        Application(
            name="ზღვის ხმა",
            country="GE",
            language="ka",
            typist_name="ნათია ჯაფარაშვილი",
            typist_role="Editor",
            email="natia@zgvis-khma.example",
        ),
        hours_ago=90,
        decided_by="Editor",
    ),
    Signer(
        Application(
            name="Nätverket Öppen Horisont",
            acronym="NÖH",
            country="SE",
            language="sv",
            typist_name="Åsa Lindmärker",
            typist_role="Executive director",
            email="asa@oppenhorisont.example",
        ),
        hours_ago=72,
        decided_by="Executive director",
    ),
    Signer(
        Application(
            name="Umoja wa Wavuvi wa Pwani Tulivu",
            country="TZ",
            language="sw",
            typist_name="Rehema Mwinyikambi",
            typist_role="Treasurer",
            email="rehema@pwanitulivu.example",
        ),
        hours_ago=68,
        decided_by="Treasurer, for the committee",
    ),
    Signer(
        Application(
            name="सागर दीप समिति",
            country="IN",
            language="hi",
            typist_name="मृणालिनी वर्तकर",
            typist_role="Convenor",
            email="mrinalini@sagardeep.example",
        ),
        hours_ago=49,
        decided_by="Convenor",
    ),
    Signer(
        Application(
            name="Sığınak Limanı Avukatları",
            country="TR",
            language="tr",
            typist_name="Nurcihan Aksoylu",
            typist_role="Partner",
            email="buro@siginaklimani.example",
        ),
        hours_ago=31,
        decided_by="Managing partner",
    ),
    Signer(
        Application(
            name="Sailors’ Widows’ Circle of Teren",
            typist_name="A member of the circle",
            typist_role="Speaker",
            email="circle@widows.example",
            visibility=Visibility.COUNTED,
        ),
        hours_ago=27,
        decided_by="Speaker",
    ),
    Signer(
        Application(
            name="Te Rōpū Tiaki Moana Marino",
            country="NZ",
            language="mi",
            typist_name="Hinemoana Te Rauparewa",
            typist_role="Kaiwhakahaere",
            email="kia-ora@moanamarino.example",
        ),
        hours_ago=20,
        decided_by="Kaiwhakahaere",
    ),
    Signer(
        Application(
            name="Norway Lantern Committee",
            country="NO",
            typist_name="Sverre Tangvald",
            typist_role="Adviser",
            email="sverre@lanternekomiteen.example",
        ),
        hours_ago=9,
        decided_by="Adviser",
    ),
)
"""Those who were invited, in the order in which they signed."""

FOUND_BY_LINK = Signer(
    Application(
        name="Maritime Refuge Clinic",
        country="US",
        typist_name="Delphine Abernathy-Cho",
        typist_role="Clinical director",
        email="clinic@maritime-refuge.example",
    ),
    hours_ago=45,
    decided_by="Clinical director",
)
"""Came through the open link, and was accepted by the coordinator."""

WAITING_BY_LINK = Signer(
    Application(
        name="Ayuda en Marea Viva",
        acronym="AMV",
        country="PE",
        language="es",
        typist_name="Evaristo Collantes Huamaní",
        typist_role="Volunteer",
        email="ayuda@mareaviva.example",
    ),
    hours_ago=4,
    decided_by="Volunteer",
)
"""Came through the open link, and waits for the coordinator."""

UNCONFIRMED = Signer(
    Application(
        name="Stichting Waakvlam op Zee",
        country="NL",
        language="nl",
        typist_name="Machteld Ooievaar",
        typist_role="Director",
        email="machteld@waakvlam.example",
    ),
    hours_ago=2,
)
"""Signed, and has not opened the message yet."""

BY_TELEPHONE = Signer(
    Application(name="Fisherwomen of Saltmarsh Bay", country="GM", typist_name="Binta Jallow-Keita"), hours_ago=18
)
EVIDENCE = "By telephone: the chairwoman agreed to the text, which was read to her, and spelt the name."
