"""Cities: those that are offered, and the time zone that somebody may have meant. Nothing is taken for granted.

IANA names one city for each zone, and many a capital is not the one. The table has those where coalitions meet, are
heard, or write to. Which zone each belongs to follows the list of countries of IANA (`zone1970.tab`).
"""

import unicodedata
from collections.abc import Iterable, Mapping
from types import MappingProxyType

SHORTEST_SLIP = 4
"""In letters. Among shorter words one letter makes another city."""

OFFERED = """
Africa/Abidjan Africa/Accra Africa/Addis_Ababa Africa/Algiers Africa/Cairo Africa/Casablanca Africa/Dakar
Africa/Johannesburg Africa/Khartoum Africa/Kinshasa Africa/Lagos Africa/Nairobi Africa/Tunis America/Bogota
America/Argentina/Buenos_Aires America/Caracas America/Chicago America/Denver America/Guatemala
America/Halifax America/Lima America/Los_Angeles America/Mexico_City America/New_York America/Santiago
America/Sao_Paulo America/St_Johns America/Toronto America/Vancouver Asia/Almaty Asia/Amman Asia/Baghdad
Asia/Baku Asia/Bangkok Asia/Beirut Asia/Bishkek Asia/Colombo Asia/Dhaka Asia/Dubai Asia/Ho_Chi_Minh
Asia/Hong_Kong Asia/Jakarta Asia/Jerusalem Asia/Kabul Asia/Karachi Asia/Kathmandu Asia/Kolkata
Asia/Kuala_Lumpur Asia/Manila Asia/Riyadh Asia/Seoul Asia/Shanghai Asia/Singapore Asia/Taipei Asia/Tashkent
Asia/Tbilisi Asia/Tehran Asia/Tokyo Asia/Ulaanbaatar Asia/Yangon Asia/Yerevan Australia/Adelaide
Australia/Brisbane Australia/Perth Australia/Sydney Europe/Amsterdam Europe/Athens Europe/Belgrade
Europe/Berlin Europe/Brussels Europe/Bucharest Europe/Budapest Europe/Copenhagen Europe/Dublin
Europe/Helsinki Europe/Istanbul Europe/Kyiv Europe/Lisbon Europe/London Europe/Madrid Europe/Oslo
Europe/Paris Europe/Prague Europe/Rome Europe/Stockholm Europe/Vienna Europe/Vilnius Europe/Warsaw
Europe/Zurich Pacific/Auckland Pacific/Fiji Pacific/Honolulu
"""
_WITHOUT_A_KEY = """
Africa/Abidjan Yamoussoukro | Africa/Cairo Alexandria | Africa/Casablanca Rabat Marrakesh
Africa/Dar_es_Salaam Dodoma | Africa/Johannesburg Cape_Town Pretoria Durban | Africa/Lagos Abuja
Africa/Nairobi Mombasa
America/Argentina/Buenos_Aires La_Plata | America/Chicago Houston Dallas Austin | America/Edmonton Calgary
America/Guayaquil Quito | America/Los_Angeles San_Francisco Seattle San_Diego
America/New_York Washington Washington_DC Boston Philadelphia Atlanta Miami | America/Sao_Paulo Brasilia Rio_de_Janeiro
America/Toronto Ottawa Montreal Quebec | Asia/Almaty Astana | Asia/Dubai Abu_Dhabi
Asia/Ho_Chi_Minh Hanoi Saigon Ho_Chi_Minh_City | Asia/Jerusalem Haifa | Asia/Karachi Islamabad Lahore
Asia/Kolkata Delhi New_Delhi Mumbai Bombay Bangalore Bengaluru Chennai | Asia/Riyadh Mecca Jeddah
Asia/Seoul Busan | Asia/Shanghai Beijing Peking Guangzhou Shenzhen Nanjing Lhasa Chengdu | Asia/Tokyo Osaka Kyoto
Asia/Urumqi Urumchi Kashi | Asia/Yangon Naypyidaw Mandalay | Australia/Sydney Canberra
Europe/Amsterdam The_Hague Hague Den_Haag Rotterdam | Europe/Berlin Bonn Hamburg Munich Frankfurt Cologne Leipzig
Europe/Brussels Antwerp Ghent Bruges
Europe/Istanbul Ankara Izmir Diyarbakir | Europe/Kyiv Lviv Odesa Kharkiv | Europe/London Edinburgh Cardiff Manchester
Glasgow Birmingham | Europe/Madrid Barcelona Seville | Europe/Moscow St_Petersburg Saint_Petersburg
Europe/Paris Strasbourg Lyon Marseille Nice | Europe/Rome Milan Turin Naples Florence Venice | Europe/Vienna Graz
Salzburg | Europe/Warsaw Krakow Cracow Gdansk | Europe/Zurich Geneva Geneve Genf Bern Berne Basel Lausanne
Pacific/Auckland Wellington Christchurch
"""


def folded(place: str) -> str:
    """Return the last part of a key, or a city, without what people spell in more than one way."""
    apart = unicodedata.normalize("NFKD", place.strip().rpartition("/")[2].replace("_", " "))
    letters = "".join(each if each.isalnum() else " " for each in apart if not unicodedata.combining(each))
    return " ".join(letters.casefold().split())


def zone_meant(typed: str, keys: Iterable[str], *, first: Iterable[str] = ()) -> str:
    """Return the key of `keys` that may be meant by a city, its place in the table, or a slip of one letter; or "".

    Where several fit, one of `first` goes before the others, then the one whose region was typed.
    """
    place, region = folded(typed), typed.strip().partition("/")[0].casefold()
    preferred = frozenset(first)
    known = sorted(keys, key=lambda key: (key not in preferred, key.partition("/")[0].casefold() != region, key))
    named = next((key for key in known if folded(key) == place), "") or _TABLE.get(place, "")
    if named or len(place) < SHORTEST_SLIP:
        return named
    slipped = next((key for key in known if _is_slip(place, folded(key))), "")
    return slipped or next((key for city, key in _TABLE.items() if _is_slip(place, city)), "")


def _is_slip(typed: str, meant: str) -> bool:
    """Say whether one letter is wrong, missing, too many, or two have changed places."""
    start = next((n for n, (a, b) in enumerate(zip(typed, meant, strict=False)) if a != b), min(len(typed), len(meant)))
    here, there = typed[start:], meant[start:]
    return (
        here[1:] == there[1:]
        or here[1:] == there
        or here == there[1:]
        or (here[:2] == there[1::-1] and len(there) > 1 and here[2:] == there[2:])
    )


def _table() -> Mapping[str, str]:
    found: dict[str, str] = {}
    key = ""
    for word in _WITHOUT_A_KEY.replace("|", " ").split():
        if "/" in word:
            key = word
        else:
            found[folded(word)] = key
    return MappingProxyType(found)


_TABLE = _table()
