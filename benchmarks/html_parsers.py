"""Main text of a county's page by `reportkit.reading` and by trafilatura: what is kept, what is extra, how long.

The page is a bundled report put back into what such pages have round it. Run: python benchmarks/html_parsers.py
(trafilatura is no dependency of reportkit: pip install trafilatura).
"""

from __future__ import annotations

import html
import time

import reportkit.reading as reading
from reportkit.reading.markup import html_text

HEAD = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}_某县人民政府</title>
<style>body {{font: 16px}}</style><script>var a = "<p>政府工作报告。</p>";</script></head><body>
<div class="top"><a href="/">网站首页</a> | <a href="/login">登录</a> 今天是2022年2月20日，欢迎您！</div>
<ul class="nav">{nav}</ul><div class="crumbs">当前位置：<a href="/">首页</a> &gt; <a href="/xxgk">信息公开</a></div>
<div class="wrap"><div class="left"><h1>{title}</h1><div class="info">发布时间：2022-02-17 浏览量：1234</div>
<div class="share">分享到：<a>微信</a><a>微博</a></div><div id="zoom" class="content">"""
FOOT = """</div><div class="code">扫码浏览</div></div><div class="right"><h3>相关链接</h3><ul>{links}</ul></div></div>
<div class="footer">主办：某县人民政府办公室 备案号：00000000 <a>网站地图</a></div></body></html>"""


def page(text: str) -> str:
    """Rebuild the web page of a report."""
    nav = "".join(f"<li><a href='#'>{word}</a></li>" for word in ("政务公开", "办事服务", "互动交流", "走进某县") * 5)
    links = "".join(f"<li><a href='#'>某县召开第{n}次常务会议，研究部署重点工作。</a></li>" for n in range(20))
    body = "".join(f"<p style='text-indent:2em'><span>{html.escape(line)}</span></p>" for line in text.split("\n"))
    return HEAD.format(title="政府工作报告", nav=nav) + body + FOOT.format(links=links)


def kept(text: str, found: str) -> tuple[float, int]:
    """Share of the report's paragraphs that were found whole, and characters found beside them."""
    lines = ["".join(line.split()) for line in text.split("\n") if line.strip()]
    flat = "".join(found.split())
    whole = [line for line in lines if line in flat]
    return sum(map(len, whole)) / sum(map(len, lines)), len(flat) - sum(map(len, whole))


def main() -> None:
    """Print one line per parser, for all bundled reports together."""
    pages = [(source.raw, page(source.raw)) for source in reading.sources()]
    parsers = {"reportkit": lambda text: html_text(text, "page")}
    try:
        import trafilatura

        parsers["trafilatura"] = lambda text: trafilatura.extract(text) or ""
        parsers["trafilatura, favor_recall"] = lambda text: trafilatura.extract(text, favor_recall=True) or ""
    except ImportError:
        print("trafilatura is not installed")
    for name, parse in parsers.items():
        parse(pages[0][1])
        start = time.perf_counter()
        found = [parse(text) for _, text in pages]
        took = time.perf_counter() - start
        shares = [kept(raw, text) for (raw, _), text in zip(pages, found, strict=True)]
        print(
            f"{name:28} {took * 1000:8.1f} ms  kept {min(s for s, _ in shares):.1%} at least,"
            f" extra characters {[n for _, n in shares]}"
        )


if __name__ == "__main__":
    main()
