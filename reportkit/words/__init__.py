"""Words: how often they are said, in what company, and which of them set one report apart."""

from reportkit.words.counts import keywords as keywords
