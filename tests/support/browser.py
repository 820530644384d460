"""Find a Chromium for the tests, or install one: `python -m tests.support.browser`.

The browser runs with DejaVu as its only font, so that Chinese shows only where the dashboard serves
a Chinese font.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import files as files_of
from pathlib import Path

from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.timeouts import BACKSTOP, BACKSTOP_MS

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
# A page is open for seconds only: without the optimising compilers, with what was compiled kept and
# with few garbage collections, it opens with a fifth less processor time.
V8_FLAGS = (
    "--no-turbofan",
    "--no-maglev",
    "--no-flush-bytecode",
    "--initial-heap-size=512",
    "--min-semi-space-size=64",
    "--max-semi-space-size=128",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    f"--js-flags={' '.join(V8_FLAGS)}",
)
NONE_TO_BE_HAD = (
    "No Chromium was found as " + ", ".join(NAMES) + ", and none could be installed: "
    "install one (on Debian: apt-get install chromium) and run this again."
)


def find() -> str | None:
    """Return the path of a Chromium that starts: from PATH, else Playwright's; None if neither."""
    return next((path for path in _candidates() if _starts(path)), None)


def install() -> str | None:
    """Install Debian's Chromium, else Playwright's own; return its path, None if neither starts."""
    if shutil.which("apt-get") and os.geteuid() == 0:
        print("Installing Debian's chromium (a minute or two)", flush=True)
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for command in (["update"], ["install", "-y", "--no-install-recommends", "chromium"]):
            subprocess.run(["apt-get", "-qq", *command], env=environment, check=False)
    if find() is None:
        print("Installing Playwright's own Chromium (a minute or two)", flush=True)
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)
    return find()


@contextmanager
def launched(scratch: Path) -> Iterator[Browser]:
    """Run a headless Chromium without Chinese fonts until the `with` block ends.

    `scratch` becomes its home folder. Raises RuntimeError if there is no Chromium: a missing
    browser is a failure, never a skip.
    """
    expect.set_options(timeout=BACKSTOP_MS)
    path = find()
    if path is None:
        raise RuntimeError("No Chromium was found; `make browser` installs one.")
    environment = {**os.environ, "HOME": str(scratch), "FONTCONFIG_FILE": str(_fonts(scratch))}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path,
            args=list(FLAGS),
            env={k: str(v) for k, v in environment.items()},
            timeout=BACKSTOP_MS,
        )
        try:
            yield browser
        finally:
            browser.close()


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, NAMES))
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    yield path


def _starts(path: str) -> bool:
    """Return whether `path` starts: on some systems it is a script that says what to install."""
    try:
        done = subprocess.run(
            [path, "--version"], capture_output=True, timeout=BACKSTOP, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _fonts(scratch: Path) -> Path:
    """Write a fontconfig file whose only fonts are matplotlib's DejaVu; return its path."""
    fonts = scratch / "fonts"
    fonts.mkdir(parents=True, exist_ok=True)
    for file in files_of("matplotlib") or []:
        if file.name.startswith("DejaVu") and file.suffix == ".ttf":
            shutil.copy(str(file.locate()), fonts / file.name)
    config = scratch / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">'
        f"<fontconfig><dir>{fonts}</dir><cachedir>{scratch / 'font-cache'}</cachedir></fontconfig>",
        encoding="utf-8",
    )
    return config


def _main() -> int:
    if find() or install():
        return 0
    print(NONE_TO_BE_HAD, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(_main())
