"""The open data as an API: public what is public, the rest with a token, and no person in any of it."""

from ninja import NinjaAPI

from opendata import problems
from opendata.endpoints import definitions, figures, municipalities, publications, stages

api = NinjaAPI(
    title="Register lokale besturen", version="1", urls_namespace="opendata", openapi_url=None, docs_url=None
)
for error, answer in problems.ANSWERS.items():
    api.exception_handler(error)(answer)
for one in (municipalities, publications, definitions, stages, figures):
    api.add_router("", one.router)
