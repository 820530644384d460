"""Texts that a careless page would run, load, draw, calculate or turn into a link.

Each is text: a view that shows anything else shows something that nobody wrote. No network resolves
a host that ends in .invalid.
"""

from collections.abc import Mapping

HOST = "evil.invalid"
# A script that ran would set this name of the page.
MARK = "hostileScriptRan"
_RUN = f"window.{MARK}=1"

# Name -> text.
PAYLOADS: Mapping[str, str] = {
    "script": f"<script>{_RUN}</script>",
    "onerror": f"<img src=x onerror={_RUN}>",
    "svg": f"<svg/onload={_RUN}>",
    "frame": f"<iframe srcdoc='<script>parent.{MARK}=1</script>'></iframe>",
    "style": f"<style>@import '//{HOST}/a.css';</style>",
    "javascript": f"[a](javascript:{_RUN})",
    "data": f"[a](data:text/html,<script>{_RUN}</script>)",
    "link": f"[a](https://{HOST}/a)",
    "image": f"![a](https://{HOST}/a.png)",
    "reference": f"[a][b] [b]: https://{HOST}/b",
    "autolink": f"<https://{HOST}/c>",
    "address": f"http://{HOST}/d?e=1&f=2#g",
    "capitals": f"HTTPS://WWW.{HOST.upper()}/h",
    "www": f"www.{HOST}/i",
    "email": f"a.b@{HOST}",
    "mailto": f"mailto:a@{HOST}",
    "xmpp": f"xmpp:a@{HOST}/j",
    "anchor": f'<a href="https://{HOST}/k">a</a><b>b</b><br>c<sub>d</sub>',
    "latex": r"$\frac{1}{2}$ $$x^2$$",
    "icon": ":material/skull: :material_skull:",
    "emoji": ":streamlit: :smile: :+1:",
    "colour": ":red[a] :red-background[b] :small[c] :blue-badge[d]",
    "markup": "**a** _b_ ~~c~~ `d` # e > f - g 1. h",
    "signs": "a -> b <- c <-> d -- e >= f <= g ~= h",
    "table": "| a | b | |---|---| | c | d |",
    "entity": "&lt;b&gt; &#60;i&#62; &amp;amp; &nbsp;",
    "formula": "=1+1",
    "at": f"@SUM(1) HYPERLINK(a@{HOST})",
    "plus": "+1-1",
    "minus": "-1+1",
    "tab": "\t=1+1",
    "wide": "＝1+1＋1－1＠A1",
    "right to left": "\u202eabc\u202c \u2066d\u2069",
    "zero width": "a\u200bb\u200dc\ufeffd",
    "controls": "a\u0001b\u0007c\u001b[31md\u2028e\u0085f",
    "quotes": "'; DROP TABLE turns; -- \" OR 1=1",
    "template": "{{7*7}} {0} {n} %s %(a)s ${a} <%= a %> %{x}",
    "path": "../../etc/passwd ..\\..\\a",
    "object": '{"year": ["2022"], "a": null}',
    "long word": "w" * 120,
    "pictures": "👩‍👩‍👧 🏳️‍🌈 e\u0301\u0301",
}
