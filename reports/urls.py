"""The addresses of the reports floor."""

from django.urls import path

from core.access import only
from people.rules import is_lead, may_manage_training, may_read_reports
from reports import views, views_absentees, views_hidden, views_publishing, views_rows, views_uptake

urlpatterns = [
    path("uptake/", only(is_lead, views_uptake.of_agency), name="uptake"),
    path("reports/", only(may_read_reports, views.report_list), name="reports"),
    path("reports/compile/", only(may_manage_training, views.compile_year), name="compile_year"),
    path("reports/<int:pk>/", only(may_read_reports, views.report), name="report"),
    path(
        "reports/<int:pk>/publish/", only(may_manage_training, views_publishing.publish_report), name="publish_report"
    ),
    path(
        "reports/<int:pk>/commentary/<slug:section>/",
        only(may_manage_training, views_publishing.write_commentary),
        name="write_commentary",
    ),
    path("reports/<int:pk>/hidden/", only(may_manage_training, views_hidden.hidden), name="hidden"),
    path(
        "reports/hidden/<int:pk>/end/",
        only(may_manage_training, views_hidden.end_withholding),
        name="end_withholding",
    ),
    path("reports/<int:pk>/rows/", only(may_manage_training, views_rows.rows_behind), name="rows_behind"),
    path("reports/missing/", only(may_read_reports, views_absentees.absent_so_far), name="absentees"),
    path(
        "reports/missing/<slug:kind>/<slug:code>/",
        only(may_manage_training, views_absentees.set_target),
        name="set_target",
    ),
    path("reports/<int:pk>/progress/", only(may_read_reports, views.report_progress), name="report_progress"),
    path("reports/<int:pk>.<slug:extension>", only(may_read_reports, views.download_report), name="download_report"),
]
