"""Small reports made for tests: a review and a plan around the sentences in question."""

from __future__ import annotations

import os
from pathlib import Path

from reportkit.report import Report, load_report

FRAME = """2024年青山县人民政府工作报告
——2024年1月10日在青山县第十届人民代表大会第四次会议上
青山县人民政府县长　张明
各位代表：
现在，我代表县人民政府向大会报告工作，请予审议，并请各位政协委员提出意见。
一、2023年工作回顾
过去一年，在县委的坚强领导下，我们团结拼搏，完成了各项任务。
{review}
二、2024年工作安排
今年工作的总体要求是：稳中求进。
{targets}
为实现上述目标，重点抓好以下工作：
{tasks}
各位代表！让我们团结奋斗，谱写新篇章！
"""


def named(folder: Path, name: str) -> Path:
    """A path in a folder, also where the locale of the machine has no Chinese (LC_ALL=C)."""
    return folder / os.fsdecode(name.encode())


def report_of(folder: Path, review: str = "", targets: str = "", tasks: str = "") -> Report:
    """A report for 2024 that reviews 2023, with these sentences in its parts."""
    if targets:
        targets = f"主要预期目标是：{targets}"
    path = folder / "case_2024.txt"
    path.write_text(FRAME.format(review=review, targets=targets, tasks=tasks), encoding="utf-8")
    return load_report(path)
