from django.urls import URLPattern, path

from publications.answer import views as answers
from publications.views import drafts, publications

app_name = "publications"

urlpatterns: list[URLPattern] = [
    path("publications/", publications.publication_list, name="publication_list"),
    path("publications/answer/", answers.answer, name="answer"),
    path("publications/answer/pdf/", answers.answer_pdf, name="answer_pdf"),
    path("publications/answer/odt/", answers.answer_odt, name="answer_odt"),
    path("publications/new/", drafts.draft_create, name="draft_create"),
    path("publications/new/paragraph/", answers.draft_paragraph, name="draft_paragraph"),
    path("publications/drafts/<int:pk>/", drafts.draft_detail, name="draft_detail"),
    path("publications/drafts/<int:pk>/pdf/", answers.draft_pdf, name="draft_pdf"),
    path("publications/drafts/<int:pk>/odt/", answers.draft_odt, name="draft_odt"),
    path("publications/drafts/<int:pk>/edit/", drafts.draft_update, name="draft_update"),
    path("publications/drafts/<int:pk>/publish/", drafts.draft_publish, name="draft_publish"),
    path("publications/drafts/<int:pk>/delete/", drafts.draft_delete, name="draft_delete"),
    path("publications/<int:pk>/", publications.publication_detail, name="publication_detail"),
    path("publications/<int:pk>/pdf/", answers.publication_pdf, name="publication_pdf"),
    path("publications/<int:pk>/odt/", answers.publication_odt, name="publication_odt"),
    path("publications/<int:pk>/figures/<str:code>/", publications.publication_figure, name="publication_figure"),
    path(
        "publications/<int:pk>/verifications/",
        publications.publication_verifications,
        name="publication_verifications",
    ),
    path("publications/<int:pk>/document/", publications.publication_document, name="publication_document"),
]
