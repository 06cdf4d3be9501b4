"""Where a name says its organisation is: countries, what is made from their names, and well-known regions."""

from functools import cache

from babel import Locale

from app.organisations.rules.folding import name_key

_DEMONYMS = """
AF afghan|AL albanian|DZ algerian|AD andorran|AO angolan|AR argentine argentinian|AM armenian|AU australian
AT austrian|AZ azerbaijani azeri|BH bahraini|BD bangladeshi|BY belarusian byelorussian|BE belgian
BO bolivian|BA bosnian|BW botswanan|BR brazilian|GB british english|BG bulgarian|MM burmese|KH cambodian
CM cameroonian|CA canadian|CL chilean|CN chinese|CO colombian|HR croatian|CU cuban|CY cypriot|CZ czech
CD congolese|DK danish|NL dutch holland|EC ecuadorian|EG egyptian|EE estonian|ET ethiopian|EU european
PH filipino philippine|FI finnish|FR french|GE georgian|DE german|GH ghanaian|GR greek hellenic
GT guatemalan|HT haitian|HN honduran|HU hungarian|IS icelandic|IN indian|ID indonesian|IR iranian persian
IQ iraqi|IE irish|IL israeli|IT italian|CI ivorian|JM jamaican|JP japanese|JO jordanian
KZ kazakh kazakhstani|KE kenyan|KR korean|KW kuwaiti|KG kyrgyz kirghiz|LA laotian lao|LV latvian|LB lebanese
LR liberian|LY libyan|LT lithuanian|LU luxembourgish|MY malaysian|MV maldivian|ML malian|MT maltese
MX mexican|MD moldovan|MN mongolian|ME montenegrin|MA moroccan|NP nepali nepalese|NI nicaraguan|NG nigerian
MK macedonian|NO norwegian|OM omani|PK pakistani|PS palestinian|PA panamanian|PY paraguayan|PE peruvian
PL polish|PT portuguese|QA qatari|RO romanian|RU russian|RW rwandan|SA saudi|SN senegalese|RS serbian
SG singaporean|SK slovak slovakian|SI slovenian|SO somali somalian|ES spanish|SD sudanese|SE swedish
CH swiss|SY syrian|TW taiwanese|TJ tajik|TZ tanzanian|TH thai|TN tunisian|TR turkish|TM turkmen|UG ugandan
UA ukrainian|UY uruguayan|UZ uzbek uzbekistani|VE venezuelan|VN vietnamese|YE yemeni|ZM zambian
ZW zimbabwean|US american
"""
_OTHER_NAMES = """
US america|US united states of america|US usa|GB uk|GB great britain|GB england|BA bosnia|MM burma
CZ czech republic|KG kyrgyz republic|NZ new zealander|RU russian federation|ZA south african|LK sri lankan
NL the netherlands|TR turkey|EU europe|EU european union|africa african|asia asian|balkans balkan
scandinavia scandinavian|scotland scottish|wales welsh|flanders flemish|catalonia catalan
"""
_REGIONS = """
africa|asia|asia pacific|balkans|caribbean|caucasus|central asia|latin america|middle east|north america
oceania|pacific|scandinavia|south america|south asia|southeast asia|alberta|british columbia|california
catalonia|flanders|florida|illinois|maryland|massachusetts|new south wales|northern ireland|ontario|quebec
queensland|scotland|south australia|tasmania|texas|victoria|virginia|wales|western australia|amsterdam
berlin|boston|brussels|chicago|geneva|istanbul|london|los angeles|melbourne|montreal|munich|new york|ottawa
paris|sydney|tokyo|toronto|vancouver|vienna|washington
"""
LONGEST = 4
"""The most words a place is looked for in."""


@cache
def places() -> dict[str, str]:
    """Return place by folded name: the ISO 3166-1 code of a country, or the name of a region."""
    found: dict[str, str] = {}
    for code, name in Locale("en").territories.items():
        if len(code) == 2 and code.isalpha():  # noqa: PLR2004 - ISO 3166-1 alpha-2, not the regions of UN M.49
            found[name_key(name)] = code
    for entry in _entries(_DEMONYMS):
        code, *demonyms = entry.split()
        found.update(dict.fromkeys(demonyms, code))
    for entry in _entries(_OTHER_NAMES):
        place, _, name = entry.partition(" ")
        found[name] = place
    found.update({region: region for region in _entries(_REGIONS)})
    return found


def _entries(listed: str) -> list[str]:
    return listed.strip().replace("\n", "|").split("|")
