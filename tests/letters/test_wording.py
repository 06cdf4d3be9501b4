"""The words of a language, what is counted in it, and what it calls itself."""

import pytest
from babel import Locale

from app.letters.languages import LANGUAGES
from app.letters.text import Order
from app.letters.text_counts import Counted, Counts
from app.letters.wording import own_name, wording
from app.rendering.process import typeset
from app.rendering.words import count_words, has_own_counts
from tests.rendering import samples


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_offered_by_its_own_name(language: str) -> None:
    assert LANGUAGES[language] == own_name(language)


def test_no_language_is_offered_in_letters_that_cannot_be_printed() -> None:
    names = "".join(f"<p>{name}</p>" for name in LANGUAGES.values())

    assert typeset(samples.statement(body=names)).pages


def test_a_language_that_nobody_knows_is_called_by_its_tag() -> None:
    assert own_name("xx-Qqqq") == "xx-Qqqq"


INDIVIDUALS = (
    (
        "en",
        "and 1 individual not named for their safety",
        "and 3 individuals not named for their safety",
        "as well as 2 organisations and 1 individual not named for their safety",
    ),
    (
        "en-US",
        "and 1 individual not named for their safety",
        "and 3 individuals not named for their safety",
        "as well as 2 organizations and 1 individual not named for their safety",
    ),
    (
        "fr",
        "et 1 personne non nommée pour sa sécurité",
        "et 3 personnes non nommées pour leur sécurité",
        "ainsi que 2 organisations et 1 personne non nommées pour leur sécurité",
    ),
    (
        "de",
        "und 1 Person, die zu ihrer Sicherheit nicht genannt wird",
        "und 3 Personen, die zu ihrer Sicherheit nicht genannt werden",
        "sowie 2 Organisationen und 1 Person, die zu ihrer Sicherheit nicht genannt werden",
    ),
    (
        "es",
        "y 1 persona cuyo nombre se omite por su seguridad",
        "y 3 personas cuyos nombres se omiten por su seguridad",
        "así como 2 organizaciones y 1 persona cuyos nombres se omiten por su seguridad",
    ),
    (
        "it",
        "e 1 persona non nominata per la sua sicurezza",
        "e 3 persone non nominate per la loro sicurezza",
        "nonché 2 organizzazioni e 1 persona non nominate per la loro sicurezza",
    ),
    (
        "pt",
        "e 1 pessoa não nomeada por segurança",
        "e 3 pessoas não nomeadas por segurança",
        "bem como 2 organizações e 1 pessoa não nomeadas por segurança",
    ),
    (
        "nl",
        "en 1 persoon die voor de eigen veiligheid niet wordt genoemd",
        "en 3 personen die voor hun veiligheid niet worden genoemd",
        "evenals 2 organisaties en 1 persoon die voor hun veiligheid niet worden genoemd",
    ),
    (
        "pl",
        "oraz 1 osoba niewymieniona ze względów bezpieczeństwa",
        "oraz osoby niewymienione ze względów bezpieczeństwa: 3",
        "oraz sygnatariusze niewymienieni ze względów bezpieczeństwa: organizacje – 2, 1 osoba",
    ),
    (
        "tr",
        "ve güvenliği için adı verilmeyen 1 kişi",
        "ve güvenliği için adı verilmeyen 3 kişi",
        "ayrıca güvenlikleri için adları verilmeyen 2 kuruluş ve 1 kişi",
    ),
    (
        "ru",
        "и 1 частное лицо, не названное ради его безопасности",
        "и не названные ради их безопасности частные лица: 3",
        "а также подписавшие, не названные ради их безопасности: организаций — 2, 1 частное лицо",
    ),
    (
        "uk",
        "і 1 приватна особа, не названа заради її безпеки",
        "і не названі заради їхньої безпеки приватні особи: 3",
        "а також підписанти, не названі заради їхньої безпеки: організацій — 2, 1 приватна особа",
    ),
    (
        "el",
        "και 1 άτομο που δεν κατονομάζεται για την ασφάλειά του",
        "και 3 άτομα που δεν κατονομάζονται για την ασφάλειά τους",
        "καθώς και 2 οργανώσεις και 1 άτομο που δεν κατονομάζονται για την ασφάλειά τους",
    ),
    (
        "ar",
        "وشخص واحد لم يذكر اسمه حفاظا على سلامته",
        "و3 من الأشخاص لم تذكر أسماؤهم حفاظا على سلامتهم",
        "وكذلك 2 من المنظمات وشخص واحد من دون ذكر الأسماء حفاظا على السلامة",
    ),
    (
        "ug",
        "ۋە بىخەتەرلىكى ئۈچۈن نامى ئاتالمىغان 1 شەخس",
        "ۋە بىخەتەرلىكى ئۈچۈن نامى ئاتالمىغان 3 شەخس",
        "شۇنداقلا بىخەتەرلىكى ئۈچۈن نامى ئاتالمىغان 2 تەشكىلات ۋە 1 شەخس",
    ),
    (
        "ug-Cyrl",
        "вә бехәтәрлиги үчүн нами аталмиған 1 шәхс",
        "вә бехәтәрлиги үчүн нами аталмиған 3 шәхс",
        "шундақла бехәтәрлиги үчүн нами аталмиған 2 тәшкилат вә 1 шәхс",
    ),
    ("zh", "另有1位个人为安全起见不具名", "另有3位个人为安全起见不具名", "另有2个组织和1位个人为安全起见不具名"),
    (
        "zh-TW",
        "另有1位個人為安全起見不具名",
        "另有3位個人為安全起見不具名",
        "另有2個組織和1位個人為安全起見不具名",
    ),
    (
        "fa",
        "و 1 نفر که برای امنیتش از او نام برده نشده است",
        "و 3 نفر که برای امنیتشان از آن‌ها نام برده نشده است",
        "و نیز 2 سازمان و 1 نفر که برای امنیتشان از آن‌ها نام برده نشده است",
    ),
    (
        "he",
        "ואדם אחד ששמו אינו מפורסם לשם ביטחונו",
        "ועוד 3 אנשים ששמותיהם אינם מפורסמים לשם ביטחונם",
        "ועוד 2 ארגונים וכן אדם אחד ששמותיהם אינם מפורסמים לשם ביטחונם",
    ),
    (
        "xx",
        "and 1 individual not named for their safety",
        "and 3 individuals not named for their safety",
        "as well as 2 organisations and 1 individual not named for their safety",
    ),
)
"""By language the line for one individual, for three, and for two organisations and one individual."""


WORDED = [language for language in LANGUAGES if has_own_counts(language)]


def unnamed(language: str, *, organisations: int = 0, individuals: int = 0) -> str:
    return wording(language).not_named(Counts(organisations + individuals, individuals=individuals))


@pytest.mark.parametrize(("language", "one", "several", "both"), INDIVIDUALS)
def test_individuals_who_are_not_named_are_called_so(language: str, one: str, several: str, both: str) -> None:
    assert unnamed(language, individuals=1) == one
    assert unnamed(language, individuals=3) == several
    assert unnamed(language, organisations=2, individuals=1) == both


@pytest.mark.parametrize(
    ("language", "one", "several"),
    [
        ("en", "and 1 organisation not named for its safety", "and 3 organisations not named for their safety"),
        ("fr", "et 1 organisation non nommée pour sa sécurité", "et 3 organisations non nommées pour leur sécurité"),
        ("ar", "ومنظمة واحدة لم يذكر اسمها حفاظا على سلامتها", "و3 من المنظمات لم تذكر أسماؤها حفاظا على سلامتها"),
        (
            "ru",
            "и 1 организация, не названная ради её безопасности",
            "и не названные ради их безопасности организации: 3",
        ),
        ("zh", "另有1个组织为安全起见不具名", "另有3个组织为安全起见不具名"),
    ],
)
def test_where_no_individual_asks_for_it_organisations_alone_are_spoken_of(
    language: str, one: str, several: str
) -> None:
    assert unnamed(language, organisations=1) == one
    assert unnamed(language, organisations=3) == several
    assert unnamed(language) == ""


def one_of_each_form(language: str) -> dict[str, int]:
    """The smallest number of each plural form that CLDR knows of a language, from two on."""
    plural = Locale.parse(language, sep="-").plural_form
    return {plural(number): number for number in range(1000, 1, -1)}


@pytest.mark.parametrize(
    ("language", "forms"),
    [
        ("en", {"other"}),
        ("fr", {"other"}),
        ("pl", {"few", "many"}),
        ("ru", {"one", "few", "many"}),
        ("uk", {"one", "few", "many"}),
        ("ar", {"two", "few", "many", "other"}),
        ("he", {"two", "other"}),
        ("zh", {"other"}),
    ],
)
def test_these_languages_have_these_plural_forms(language: str, forms: set[str]) -> None:
    assert set(one_of_each_form(language)) == forms


@pytest.mark.parametrize("language", WORDED)
def test_in_every_plural_form_the_line_holds_the_number_and_the_words_of_the_count(language: str) -> None:
    words = wording(language)
    for number in one_of_each_form("ug" if language == "ug-Cyrl" else language).values():
        each = unnamed(language, individuals=number), unnamed(language, organisations=number)
        both = Counts(2 * number, individuals=number)
        assert [line.replace(str(number), "{}") for line in each] == [words.unnamed_individuals[1], words.unnamed[1]]
        assert [line.count(str(number)) for line in each] == [1, 1]
        assert words.signers(both) in words.not_named(both)
        assert words.not_named(both).count(str(number)) == 2


def test_every_language_that_has_words_is_listed_here() -> None:
    told = {unnamed(language, individuals=1) for language in WORDED}

    assert told - {one for _, one, *_ in INDIVIDUALS} == set()


@pytest.mark.parametrize("language", WORDED)
def test_nobody_is_called_what_they_are_not(language: str) -> None:
    """The line of one kind is the line of neither the other nor both."""
    for number in (1, 3):
        lines = {
            unnamed(language, organisations=number),
            unnamed(language, individuals=number),
            unnamed(language, organisations=number, individuals=number),
        }
        assert len(lines) == 3


def test_who_is_counted_is_called_the_same_in_a_text_in_code_and_in_the_words() -> None:
    kinds = (Counted.ORGANISATIONS, Counted.INDIVIDUALS)

    assert [getattr(Counts(3, individuals=1), kind) for kind in kinds] == [2, 1]
    assert [kind for kind in kinds if not hasattr(count_words("en"), kind)] == []


@pytest.mark.parametrize("language", WORDED)
def test_every_order_of_names_has_its_sentence(language: str) -> None:
    assert set(wording(language).orders) == set(Order)
