"""Thousands of reports to a dataset of Parquet tables: unattended, again when a report is added, on one machine or many."""

from reportkit.batch.dataset import Dataset as Dataset
from reportkit.batch.dataset import open_dataset as open_dataset
from reportkit.batch.manifest import manifest as manifest
from reportkit.batch.run import build as build
