"""Prints, as JSON, on which page of a PDF each named place is, counted from 1; the empty name is the number of pages."""
import json
import sys

from pypdf import PdfReader

reader = PdfReader(sys.argv[1])
places = {
    name.lstrip("/"): reader.get_destination_page_number(place) + 1
    for name, place in reader.named_destinations.items()
}
print(json.dumps({**places, "": len(reader.pages)}))
