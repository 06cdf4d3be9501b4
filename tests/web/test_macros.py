"""Every shared macro, rendered alone with a real form."""

import re
from pathlib import Path

import pytest

from tests.web.bare import WEB, only, rendered, words

ALL_WRONG = {"organisation": "", "email": "", "country": "", "visibility": "nonsense", "read": ""}


@pytest.mark.parametrize(
    ("name", "direction"),
    [("organisation", "auto"), ("condition", "auto"), ("email", "ltr"), ("until", None), ("country", None)],
)
def test_what_may_be_written_in_any_script_follows_its_own_direction(name: str, direction: str | None) -> None:
    control = only(rendered("{{ f.field(form[name]) }}", name=name), f"#{name}")

    if name == "condition":  # a text area has no type, but holds text
        assert control.name == "textarea"
    assert control.get("dir") == direction


@pytest.mark.parametrize(
    ("organisations", "individuals", "says"),
    [
        (2, 0, "2 organisations"),
        (1, 2, "1 organisation 2 individuals"),
        (0, 1, "1 individual"),
        (0, 0, "0 organisations"),
    ],
)
def test_figures_tell_who_signed_and_not_who_did_not(organisations: int, individuals: int, says: str) -> None:
    counts = {"organisations": organisations, "individuals": individuals}

    assert words(rendered("{{ p.signer_figures(counts) }}", counts=counts)) == says
    assert words(rendered("{{ p.signers(counts) }}", counts=counts)).replace(" and ", " ") == says


def test_a_hint_is_tied_to_its_control() -> None:
    shown = rendered("{{ f.field(form.organisation, autocomplete='organization', data_note='x') }}")

    control = only(shown, "#organisation")
    assert control["aria-describedby"] == "organisation-hint"
    assert only(shown, "#organisation-hint").get_text() == "As it should stand under the letter."
    assert (control["autocomplete"], control["data-note"]) == ("organization", "x")
    assert not control.has_attr("aria-invalid")


def test_a_wrong_field_says_so_in_words_and_to_machines() -> None:
    shown = rendered("{{ f.field(form.organisation) }}", ALL_WRONG)

    control = only(shown, "#organisation")
    assert control["aria-invalid"] == "true"
    assert control["aria-describedby"] == "organisation-hint organisation-error"
    assert words(only(shown, "#organisation-error")) == "Error: Enter the name of your organisation."


def test_a_hint_given_by_the_page_replaces_the_one_of_the_field() -> None:
    shown = rendered("{{ f.field(form.organisation, hint='Its full name.') }}")

    assert [hint.get_text() for hint in shown.select(".hint")] == ["Its full name."]


def test_what_may_be_left_empty_is_marked() -> None:
    assert words(only(rendered("{{ f.field(form.acronym) }}"), "label")) == "Acronym (optional)"
    assert words(only(rendered("{{ f.field(form.email) }}"), "label")) == "Your e-mail address"


def test_choices_stand_under_one_question_each_with_its_explanation() -> None:
    source = "{{ f.choices(form.visibility, explanations={'counted': 'You are counted, not named.'}) }}"

    shown = rendered(source, {"visibility": "counted"})

    assert words(only(shown, "fieldset > legend")) == "Who may see your name?"
    assert [(each["value"], each.has_attr("checked")) for each in shown.select("input[type=radio]")] == [
        ("public", False),
        ("counted", True),
    ]
    assert only(shown, "#visibility-1")["aria-describedby"] == "visibility-1-hint"
    assert not only(shown, "#visibility-0").has_attr("aria-describedby")


def test_several_of_several_are_ticks() -> None:
    shown = rendered("{{ f.choices(form.languages) }}", {"languages": "fr"})

    assert [each["value"] for each in shown.select("input[type=checkbox][checked]")] == ["fr"]


def test_a_group_asked_for_as_a_field_is_still_a_group() -> None:
    assert len(rendered("{{ f.field(form.visibility) }}").select("fieldset input[type=radio]")) == 2


def test_a_tick_has_its_sentence_and_its_error() -> None:
    shown = rendered("{{ f.tick(form.read) }}", ALL_WRONG)

    assert words(only(shown, "label[for=read]")) == "We have read the letter."
    assert only(shown, "#read")["aria-describedby"] == "read-error"


def test_the_summary_leads_to_every_wrong_field() -> None:
    fields = "{% for name in ('organisation', 'email') %}{{ f.field(form[name]) }}{% endfor %}"
    source = "{{ f.errors(form) }}" + fields + "{{ f.choices(form.visibility) }}{{ f.tick(form.read) }}"

    shown = rendered(source, ALL_WRONG)

    summary = only(shown, "[role=alert]")
    targets = [str(link["href"]).removeprefix("#") for link in summary.select("a")]
    assert targets == ["organisation", "email", "visibility-0", "read"]
    assert all(only(shown, f"#{target}").name in {"input", "select", "textarea"} for target in targets)


def test_a_form_in_order_has_no_summary() -> None:
    assert words(rendered("{{ f.error_prefix(form) }}{{ f.errors(form) }}")) == ""


def test_a_refusal_without_a_field_heads_the_form() -> None:
    shown = rendered("{{ f.errors(form, 'This letter has closed. Write to the coordinator.') }}")

    assert words(only(shown, "[role=alert] li")) == "This letter has closed. Write to the coordinator."


def test_the_title_of_a_failed_form_says_so() -> None:
    assert rendered("<title>{{ f.error_prefix(form) }}Sign</title>", ALL_WRONG).get_text() == "Error: Sign"


def test_several_forms_share_a_page() -> None:
    once = "{{ f.one_click('/a', form, 'Withdraw', 'danger', about='Amber Coast Forum') }}"
    shown = rendered("{% call f.post('/b', form, novalidate=true) %}x{% endcall %}" + once + once)

    assert [form["action"] for form in shown.select("form")] == ["/b", "/a", "/a"]
    assert all(form.select("input[name=csrf_token][value]") for form in shown.select("form[method=post]"))
    button = shown.select("button")[0]
    assert (button.get_text(strip=True), button["aria-label"]) == ("Withdraw", "Withdraw Amber Coast Forum")


@pytest.mark.parametrize("kind", ["primary", "secondary", "danger", "link"])
def test_a_button_sends_its_form(kind: str) -> None:
    button = only(rendered("{{ f.submit('Open the letter', kind, name='step', value='open') }}", kind=kind), "button")

    assert (button["type"], button["name"], button["value"]) == ("submit", "step", "open")
    assert button["class"] == ["button", f"button-{kind}"]


def test_the_strip_names_the_state_and_tells_past_from_future_in_words() -> None:
    shown = rendered("{{ p.state_strip(('Draft', 'Open', 'Public'), 'Open') }}")

    assert [words(state) for state in shown.select("li")] == ["Draft (done)", "Open", "Public"]
    assert words(only(shown, "[aria-current=step]")) == "Open"


def test_names_keep_their_language_and_direction() -> None:
    shown = rendered("{{ p.names((('مركز الجسر', 'ar', 'rtl'), ('Casa Puente', '', '')), start=3) }}")

    assert [(bdi.get("lang"), bdi["dir"]) for bdi in shown.select("ol[start='3'] bdi")] == [
        ("ar", "rtl"),
        (None, "auto"),
    ]


def test_instants_can_be_read_by_machines() -> None:
    instant = "2022-06-17T07:00:00Z"
    shown = rendered("{{ p.moment(at, 'Friday') }}{{ p.countdown(at, 'in 2 days', past='now') }}", at=instant)

    assert [time["datetime"] for time in shown.select("time")] == [instant, instant]
    assert only(shown, "[data-countdown]")["data-past"] == "now"


def test_a_fingerprint_is_copied_without_gaps() -> None:
    shown = only(rendered("{{ p.fingerprint('9f86d081884c7d65') }}"), "code")

    assert shown.get_text() == "9f86d081884c7d65"
    assert words(shown.select("strong")[0]) == "9f86d081"


@pytest.mark.parametrize(("value", "tag"), [("https://example.org/l", "input"), ("two\nlines", "textarea")])
def test_what_can_be_copied_stands_in_a_field(value: str, tag: str) -> None:
    shown = rendered("{{ p.copy_field('Link', value, 'link') }}", value=value)

    assert only(shown, "#link").name == tag
    assert only(shown, "button[data-copy=link]").has_attr("hidden"), "without a script there is nothing to press"


def test_a_picture_stands_with_its_numbers() -> None:
    rows = (("Invited", 140), ("Signed", 70), ("Declined", 0))

    columns = rendered("{{ p.columns(rows, 'Answers', marks=((1, 'Deadline'),)) }}", rows=rows)

    assert [rect["height"] for rect in columns.select("rect")] == ["58.0", "29.0", "0.0"]
    assert [words(cell) for cell in columns.select("tbody .number")] == ["140", "70", "0"]
    assert [words(head) for head in columns.select("tbody th[scope=row]")] == ["Invited", "Signed", "Declined"]


def test_a_picture_of_nothing_divides_by_nothing() -> None:
    shown = rendered("{{ p.columns((), 'None') }}{{ p.columns((('a', 0),), 'Zero') }}")

    assert [words(cell) for cell in shown.select("tbody .number")] == ["0"]


PARTS = {
    "{% call p.figures() %}{{ p.figure(72, 'organisations', '/o') }}{% endcall %}": "72 organisations",
    "{% call p.next_step('Freeze', 'Then it opens.') %}B{% endcall %}": "Next step Freeze Then it opens. B",
    "{{ p.empty('Nobody has signed yet.') }}": "Nobody has signed yet.",
    "{% call p.empty('Nobody has signed yet.') %}Invite{% endcall %}": "Nobody has signed yet. Invite",
    "{% call p.notice('bad', 'Broken') %}Hold it.{% endcall %}": "Broken Hold it.",
    "{{ p.embargo('Embargoed until Friday', '07:00 UTC') }}": "Embargoed until Friday 07:00 UTC",
    "{{ p.button('/a', 'Add a name', 'secondary') }}": "Add a name",
    "{{ p.status('Confirmed', 'good') }}": "Confirmed",
    "{{ p.facts((('Revision', 4),)) }}": "Revision 4",
    "{{ p.checklist((('Open', 'wait', 'One condition.', '/c', 'Answer it'),)) }}": "Open One condition. Answer it",
    "{% call p.table('Sign-ons', 't') %}<tbody></tbody>{% endcall %}": "Sign-ons",
    "{{ p.crumbs((('Campaigns', '/c'),)) }}": "Campaigns",
    "{{ p.sections('This letter', ({'label': 'Text', 'url': '/t', 'current': true},)) }}": "Text",
    "{% call f.actions() %}{{ f.hidden_fields(form) }}{{ f.hidden(form.acronym) }}B{% endcall %}": "B",
    "{{ p.name('Casa Puente', 'es') }}": "Casa Puente",
}


@pytest.mark.parametrize("are_wrong", [False, True])
def test_which_of_two_equal_hours_is_meant_is_folded_away_unless_it_is_wrong(*, are_wrong: bool) -> None:
    fields = "{'date': form.acronym, 'time': form.password, 'zone': form.email, 'fold': form.organisation}"

    shown = rendered(f"{{{{ f.moment_fields({fields}) }}}}", ALL_WRONG if are_wrong else None)

    assert [each["id"] for each in shown.select(".field-row [id]")][:1] == ["acronym"]
    assert only(shown, "details").has_attr("open") is are_wrong


@pytest.mark.parametrize("source", PARTS)
def test_a_part_says_what_it_was_given(source: str) -> None:
    assert words(rendered(source)) == PARTS[source]


@pytest.mark.parametrize(("module", "short"), [("forms", "f"), ("page", "p")])
def test_every_macro_is_rendered_here(module: str, short: str) -> None:
    macros = (WEB / "templates" / "macros" / f"{module}.html").read_text(encoding="utf-8")
    defined = {f"{short}.{name}" for name in re.findall(r"macro ([a-z]\w*)\(", macros)}

    assert defined - set(re.findall(r"\b[fp]\.\w+", Path(__file__).read_text(encoding="utf-8"))) == set()
