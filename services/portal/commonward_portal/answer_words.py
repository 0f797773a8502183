"""What may be answered about somebody else's proposal, and about two records that look alike."""

from __future__ import annotations

AGREE = {"yes": "Yes, it takes effect", "no": "No, I refuse it"}
TWO = "two"
RECORDS = {
    "this": "One child, and the record of this case goes on",
    "other": "One child, and the other record goes on",
    TWO: "Two children: nothing is merged, and nobody is asked again",
}
