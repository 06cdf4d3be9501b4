"""What members, journalists and everyone do in a real browser, looking at every screen they meet."""

import re

import pypdfium2
from playwright.sync_api import Browser

from tests.journeys.chromium import NARROW, Visitor
from tests.journeys.harbour import ANA, NORA, TESS, TITLE
from tests.journeys.server import Server


def a_member_signs_on_the_phone_by_keyboard(phone: Visitor, link: str, server: Server) -> None:
    keyboard = phone.page.keyboard
    phone.open(link)
    phone.look("signing page")
    phone.tab_to("[name=email]")
    keyboard.press("Enter")
    phone.page.wait_for_selector("#errors")
    phone.look("signing page with errors")
    assert phone.page.evaluate("() => document.activeElement.id") == "errors"
    phone.turn_right_to_left()
    phone.look("signing page from right to left")

    phone.open(link)
    phone.tab_to("[name=country]")
    keyboard.type("Irel")
    for name in ("typist_name", "typist_role", "email"):
        phone.tab_to(f"[name={name}]")
        keyboard.type(TESS[name])
    phone.tab_to("main form button[type=submit]")
    with phone.page.expect_navigation():
        keyboard.press("Enter")
    phone.look("check your mail")
    phone.open(server.mail(TESS["email"], "Please confirm").link)
    phone.look("confirm")
    phone.tab_to("[name=may_sign]")
    keyboard.press("Space")
    phone.tab_to("[name=role]")
    with phone.page.expect_navigation():
        keyboard.press("Enter")
    phone.look("my sign-on")
    assert "Your organisation is a signatory" in phone.page.inner_text("main")
    server.mail(TESS["email"], "Confirmed")


def a_member_without_scripts_signs(browser: Browser, link: str, server: Server) -> None:
    context = browser.new_context(base_url=server.address, java_script_enabled=False, viewport=NARROW)
    page = context.new_page()
    page.goto(link)
    for name in ("typist_name", "typist_role", "email"):
        page.fill(f"[name={name}]", NORA[name])
    page.click("text=Sign for our organisation")
    page.select_option("[name=country]", NORA["country"])
    page.click("text=Sign for our organisation")
    assert "Nothing is signed yet" in page.inner_text("main")
    page.goto(server.mail(NORA["email"], "Please confirm").link)
    page.check("[name=may_sign]")
    page.click("main form button >> nth=0")
    assert "Your organisation is a signatory" in page.inner_text("main")
    page.click("summary:has-text('Withdraw')")
    assert page.is_visible("text=Withdraw our name"), "what is folded opens without a script"
    context.close()


def a_journalist_reads_early(ada: Visitor, ana: Visitor, letter: str, server: Server) -> str:
    ada.open(f"{letter}/press")
    ada.look("press desk without journalists")
    ada.fill(ANA)
    ada.press("Invite the journalist")
    invitation = server.mail(ANA["email"], "Under embargo")
    ana.open(invitation.link)
    ana.look("landing page of the press")
    ana.press("Accept and read")
    ana.look("landing page with an error")
    ana.page.check("[name=accepts]")
    ana.press("Accept and read")
    ana.look("press room")
    with ana.page.expect_download() as downloading:
        ana.page.click("text=Get your PDF")
    pages = pages_of(downloading.value.path().read_bytes())
    assert pages
    assert all("Copy 1 · Ana Pop, Radio Delta" in page for page in pages)
    (public_path,) = {found for page in pages for found in re.findall(r"/letters/[a-z0-9-]+", page)}
    return str(public_path)


def the_letter_is_read(public: Visitor, ana: Visitor, phone: Visitor, server: Server, link: str) -> None:
    public.open("/")
    public.look("public letters")
    public.press(TITLE)
    public.look("public letter")
    public.turn_right_to_left()
    public.look("public letter from right to left")
    public.fill({"q": "lamps"})
    public.press("Show")
    public.look("public letter searched")
    assert public.page.locator("ol.names li").count() == 1
    pdf = public.context.request.get(public.page.get_by_role("link", name="Read as PDF").get_attribute("href") or "")
    assert not [page for page in pages_of(pdf.body()) if "Copy" in page or "mbargo" in page]
    public.open("/verify")
    public.look("check a PDF")
    public.press("Compare a file")
    public.look("send a PDF to be compared")

    ana.page.reload()
    ana.look("press room after the lift")
    notice = server.mail(ANA["email"], f"EMBARGO LIFTED: {TITLE}")
    ana.open(server.mail(ANA["email"], "Under embargo").link)
    ana.look("landing page after the lift")
    ana.open(notice.link)
    assert server.mail(TESS["email"], f"Released: {TITLE}").link == notice.link
    phone.page.reload()
    phone.look("my sign-on after the lift")
    phone.open(link)
    phone.look("an invitation that was used")


def nothing_is_left(anyone: Visitor, public_path: str) -> None:
    anyone.open(public_path)
    assert "has been withdrawn" in anyone.page.inner_text("main")
    anyone.look("withdrawn letter")
    anyone.open("/letters/none")
    anyone.look("not found")
    anyone.open("/")
    anyone.look("no public letters")


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
