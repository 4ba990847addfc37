"""Takes the pictures in docs/pictures from a running demonstration: python -m tools.take_pictures ADDRESS PASSWORD."""

import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
CHROMIUM = "/usr/bin/chromium"
QUIETLY = "--no-sandbox --disable-gpu --no-first-run --disable-background-networking --disable-sync"
PAGES = {2: "contents", 3: "summary", 5: "chart"}
WIDE, NARROW = ViewportSize(width=1200, height=900), ViewportSize(width=390, height=844)


def sign_in(page: Page, account: str, password: str) -> None:
    """Sign in as one of the demonstration's accounts."""
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(f"{account}@turnout.example")
    page.get_by_label("Password", exact=True).fill(password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_load_state("networkidle")


def take(browser: Browser, address: str, password: str) -> None:
    """The pages that the README and the guide show."""
    for account, path, name, size in (
        ("", "/programme/", "programme", WIDE),
        ("practitioner", "/my/", "my-training-on-a-phone", NARROW),
        ("manager", "/manage/", "what-needs-you", WIDE),
        ("trainer", "/teaching/", "registers", WIDE),
        ("board", "/reports/", "report", WIDE),
    ):
        context = browser.new_context(base_url=address, viewport=size)
        page = context.new_page()
        if account:
            sign_in(page, account, password)
        page.goto(path)
        if name == "report":
            page.get_by_role("link", name="2013-14").first.click()
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURES / f"{name}.png")
        if name == "report":
            draw_pages(context.request.get(f"{page.url.rstrip('/')}.pdf").body())
        context.close()


def draw_pages(pdf: bytes) -> None:
    """Pictures of three pages of the report as it is printed, by what stands on them."""
    for number, name in PAGES.items():
        drawn = PICTURES / f"report-{name}"
        page = ["-f", str(number), "-l", str(number), "-singlefile", "-r", "80", "-png"]
        subprocess.run(["pdftoppm", *page, "-", str(drawn)], input=pdf, check=True)


def main(address: str, password: str) -> None:
    """Take them all."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIETLY.split())
        take(browser, address, password)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
