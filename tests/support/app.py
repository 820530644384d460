"""Open a page of the dashboard without a browser."""

from typing import Any

from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from dashboard import registry
from dashboard.components import component
from tests.support.server import ROOT
from tests.support.timeouts import BACKSTOP


def open_page(slug: str, *, locale: str | None = None, **query: Any) -> AppTest:
    """Open page `slug` from a link with `query`, in a browser of `locale`; return it after its run.

    The page's own run is the first, as in a browser. AppTest.switch_page would need a run of
    another page before: only then does it know pages whose addresses are not the names of files.
    """
    component.install()  # as the server does
    app = AppTest.from_file(str(ROOT / "dashboard" / "app.py"), default_timeout=BACKSTOP)
    app.context["locale"] = locale
    app.query_params.update(query)
    if slug != registry.PAGES[0].slug:
        app._page_hash = calc_hash(slug)
    return app.run()
