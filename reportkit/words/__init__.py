"""Words: how often they are said, in what company, which of them set one report apart, and what reports share."""

from reportkit.words.context import concordance as concordance
from reportkit.words.contrast import distinctive as distinctive
from reportkit.words.counts import keywords as keywords
from reportkit.words.growth import keyword_growth as keyword_growth
from reportkit.words.pairs import overlaps as overlaps
from reportkit.words.passages import shared_passages as shared_passages
