"""The pages under docs/ say what the code does."""

from app.config import PROJECT_FOLDER, settings_table


def test_the_settings_page_lists_every_setting_as_it_is() -> None:
    page = (PROJECT_FOLDER / "docs" / "settings.md").read_text(encoding="utf-8")

    assert page[page.index("| Variable") :] == settings_table()
