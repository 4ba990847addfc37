"""Brings the reference data: sectors, the eight Working Together target groups, roles, harmonised ethnic groups."""

from django.db import migrations

SECTORS = {
    "health": "Health",
    "local-authority": "Local authority",
    "police": "Police",
    "probation": "Probation",
    "education": "Education",
    "early-years": "Early years",
    "voluntary": "Voluntary sector",
    "faith": "Faith groups",
    "district-council": "District councils",
    "youth-justice": "Youth justice",
    "family-justice": "Family justice",
    "other": "Other",
}
TARGET_GROUPS = {
    "1": ("Infrequent contact", "People who meet children, young people or parents from time to time."),
    "2": ("Regular contact", "People in regular, or intense but irregular, contact with children or parents."),
    "3": ("Predominantly with children", "People who work predominantly with children, young people or parents."),
    "4": ("Section 47 responsibilities", "People with a particular responsibility for section 47 enquiries."),
    "5": ("Advisers and leads", "Professional advisers, named professionals and designated leads."),
    "6": ("Operational managers", "People who manage those who work with children and families."),
    "7": ("Senior strategic managers", "People responsible for the strategic management of services."),
    "8": ("Board members", "Members of the safeguarding children board."),
}
ROLES = {"practitioner": "Practitioner", "manager": "Manager", "other": "Other"}
ETHNIC_GROUPS = {
    "white-british": ("White: British", "white-british"),
    "white-irish": ("White: Irish", "other-white"),
    "white-gypsy-or-irish-traveller": ("White: Gypsy or Irish Traveller", "other-white"),
    "white-roma": ("White: Roma", "other-white"),
    "white-other": ("White: any other", "other-white"),
    "mixed-white-and-black-caribbean": ("Mixed: White and Black Caribbean", "other-ethnic-groups"),
    "mixed-white-and-black-african": ("Mixed: White and Black African", "other-ethnic-groups"),
    "mixed-white-and-asian": ("Mixed: White and Asian", "other-ethnic-groups"),
    "mixed-other": ("Mixed: any other", "other-ethnic-groups"),
    "asian-indian": ("Asian: Indian", "other-ethnic-groups"),
    "asian-pakistani": ("Asian: Pakistani", "other-ethnic-groups"),
    "asian-bangladeshi": ("Asian: Bangladeshi", "other-ethnic-groups"),
    "asian-chinese": ("Asian: Chinese", "other-ethnic-groups"),
    "asian-other": ("Asian: any other", "other-ethnic-groups"),
    "black-caribbean": ("Black: Caribbean", "other-ethnic-groups"),
    "black-african": ("Black: African", "other-ethnic-groups"),
    "black-other": ("Black: any other", "other-ethnic-groups"),
    "arab": ("Arab", "other-ethnic-groups"),
    "other": ("Any other ethnic group", "other-ethnic-groups"),
    "prefer-not-to-say": ("Prefer not to say", "prefer-not-to-say"),
}


def bring(apps, schema_editor):
    def model(name):
        return apps.get_model("people", name).objects

    for code, name in SECTORS.items():
        model("Sector").create(code=code, name=name)
    scheme = model("TargetGroupScheme").create(
        code="working-together", name="Working Together target groups", is_current=True
    )
    for code, (name, description) in TARGET_GROUPS.items():
        model("TargetGroup").create(scheme=scheme, code=code, name=name, description=description)
    for code, name in ROLES.items():
        model("Role").create(code=code, name=name)
    for code, (name, roll_up) in ETHNIC_GROUPS.items():
        model("EthnicGroup").create(code=code, name=name, roll_up=roll_up)


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [migrations.RunPython(bring, migrations.RunPython.noop)]
