"""What is kept about people, what for and who sees it: notice, copies for them and erasing are made from it.

Every field of every model stands in here once, with whether it is handed out and what erasing leaves of it, so that a
new one can't be kept about people in silence.
"""

from types import MappingProxyType

from config.classification import Fields, Holding, Rows
from config.periods import kept_for

PUBLIC_TASK = "Public task: UK GDPR article 6(1)(e)"
MONITORING = (
    f"{PUBLIC_TASK}; Data Protection Act 2018, schedule 1, paragraph 8: monitoring of equality, and nothing else"
)
CONSENT_TO_QUOTE = f"{PUBLIC_TASK}; words are quoted only where their writer said that they may be"
AS_LONG_AS_THE_RECORD = "As long as the training record that it belongs to."
THE_ONE_WHO_ADMINISTERS = "You, and the administrators of this site."

HOLDINGS = (
    Holding(
        "Your account",
        "Your e-mail address, your password (only as a hash that can’t be turned back), your authenticator app or"
        " passkeys, an account with your organisation’s sign-on, what the board has entrusted you with, and"
        " invitations to have an account.",
        "To let you in, to keep others out, and to write to you about your bookings.",
        PUBLIC_TASK,
        THE_ONE_WHO_ADMINISTERS + " Leads of your agency see whether you were invited.",
        f"Until nobody has signed in with it for {kept_for('unused_accounts')}; two letters tell you before. The link"
        " of an invitation that was not taken up is deleted a day after it lapsed.",
        MappingProxyType(
            {
                "people.User": Rows(
                    noun="account",
                    whose="id",
                    stays="id is_active date_joined erased_at",
                    goes="password last_login is_superuser email groups user_permissions",
                    withheld="password groups user_permissions",
                ),
                "people.User_groups": Rows(whose="user", goes="id user group"),
                "people.User_user_permissions": Rows(whose="user", goes="id user permission"),
                "people.Duty": Rows(noun="duty,duties", whose="user", goes="id user kind agency"),
                "people.Invitation": Rows(
                    noun="invitation",
                    whose="person",
                    goes="id person made_by made_at lapses_at link sent_to accepted_at withdrawn_at",
                    withheld="link",
                ),
                "account.EmailAddress": Rows(whose="user", goes="id user email verified primary"),
                "account.EmailConfirmation": Rows(
                    whose="email_address__user", goes="id email_address created sent key", withheld="key"
                ),
                "mfa.Authenticator": Rows(
                    noun="second step", whose="user", goes="id user type data created_at last_used_at", withheld="data"
                ),
                "socialaccount.SocialAccount": Rows(
                    noun="sign-on", whose="user", goes="id user provider uid last_login date_joined extra_data"
                ),
                "socialaccount.SocialToken": Rows(
                    whose="account__user",
                    goes="id app account token token_secret expires_at",
                    withheld="token token_secret",
                ),
            }
        ),
        erased="The account goes, with its address, password and second step. A number stays in its place, so that it"
        " is still known that the same account did this and that.",
        left_out="Your password, what your second step is worked out from, and the links in letters are left out:"
        " whoever had them could sign in as you.",
    ),
    Holding(
        "Where you are signed in",
        "For each device: when you signed in and were last here, its network address and its kind of browser.",
        "So that you can see and end what isn’t you, and to stop people who guess passwords.",
        PUBLIC_TASK,
        "You alone.",
        "Until you sign out; after two weeks you have to sign in again anyway.",
        MappingProxyType(
            {
                "usersessions.UserSession": Rows(
                    noun="device",
                    whose="user",
                    goes="id user created_at ip last_seen_at session_key user_agent data",
                    withheld="session_key data",
                ),
                "sessions.Session": Rows(
                    goes="session_key session_data expire_date", withheld="session_key session_data expire_date"
                ),
            }
        ),
        erased="All of it goes: nobody is signed in any more.",
        left_out="What your browser is known by is left out: whoever had it would be signed in as you.",
        alone=True,
    ),
    Holding(
        "Who you are at work",
        "Your name, agency, job title, role, target group, whom you work with, your line manager’s e-mail address if"
        " you gave it, and yours if you have no account; and whether somebody said that a record which looks like yours"
        " is another person’s.",
        "To know which training is meant for you, to count who was trained, and to tell your line manager, if you wish,"
        " of your places.",
        PUBLIC_TASK,
        "You, leads of your agency and a system of its own that a lead gave a key, trainers of the events you book, and"
        " training managers. A trainer who looks for your name, to put you on a register you are not on, sees it with"
        " your agency’s. Your line manager is told by letter when you have a place, when it changes, and when it ends;"
        " never why, and nothing of what you answer.",
        f"{kept_for('training').capitalize()} after the last of your training, if you have no account.",
        MappingProxyType(
            {
                "people.Person": Rows(
                    noun="record",
                    whose="id",
                    stays="id agency role target_group works_with uid erased_at",
                    goes="code user first_name last_name email job_title manager_email",
                ),
                "people.FormerPerson": Rows(noun="merged record", whose="person", goes="id number code person"),
                "people.TwoPeople": Rows(goes="id one other alike said_at", withheld="one other alike"),
            }
        ),
        erased="Name, addresses, job title and keys go. A number stays, with the agency, the role, the target group"
        " and whom they worked with, for the report counts people by these.",
        left_out="Of whom your record was told apart is left out: that is about somebody else.",
    ),
    Holding(
        "Your training",
        "What you booked, waited for, chose, attended, missed or cancelled, when, and with what reason; when you"
        " checked in by yourself; what your agency is charged for it; the day on which you were let book again after"
        " being absent too often; your certificates; the modules of e-learning that you completed; courses of whose"
        " next date you want to be told.",
        "To give out places fairly, to have a register, to charge agencies as the board’s policy says, and for your own"
        " record.",
        PUBLIC_TASK,
        "You, leads of the agency you booked for, trainers (their own events’ registers), and training managers. Your"
        " training passport (what you attended, hours and certificates) is seen by leads of the agency you work for. Of"
        " both, but for your reasons, an HR system reads what its agency’s leads see, if one of them gave it a key."
        " Whoever knows the code of a certificate sees what stands on it.",
        f"Who you are: {kept_for('training')} after the last of it, if you have no account. That somebody came is kept"
        " without a name, for the report counts it.",
        MappingProxyType(
            {
                "events.Booking": Rows(
                    noun="booking",
                    whose="person",
                    stays="id event person state held_place unscheduled attendance minutes_late minutes_early agency"
                    " target_group role made_at policy price replaces part_of decide_by offer_lapses_at turn"
                    " cancelled_at cancelled_late news_at waived_at reason",
                    goes="made_by",
                ),
                "events.DateAttendance": Rows(
                    noun="mark of a date,marks of dates",
                    whose="booking__person",
                    stays="id booking date attendance minutes_late minutes_early",
                ),
                "events.LiftedSuspension": Rows(noun="lifted suspension", whose="person", goes="id person lifted_on"),
                "events.CheckIn": Rows(
                    noun="check-in", whose="booking__person", goes="id booking held_on at has_account settled_at"
                ),
                "events.WorkshopChoice": Rows(
                    noun="ranked workshop", whose="booking__person", stays="id booking workshop rank"
                ),
                "events.DateWish": Rows(
                    noun="wish for a date,wishes for a date", whose="person", goes="id course person made_at told_at"
                ),
                "evaluations.Certificate": Rows(
                    noun="certificate", whose="booking__person", stays="id booking code issued_at", goes="reason"
                ),
                "training.Enrolment": Rows(
                    noun="enrolment",
                    whose="person",
                    stays="id course person enrolled_on modules_completed completed_on",
                ),
            }
        ),
        erased="Bookings, attendance, workshops and e-learning stay, as those of a number: the report counts them,"
        " also years later, and agencies were charged for them. Who checks the code of a certificate learns that it"
        " was given, and not to whom. All else goes.",
    ),
    Holding(
        "The address of your calendar",
        "A key that makes the address secret under which a calendar of yours can look at your training, and when you"
        " made it. Not who looked, and when.",
        "So that your calendar can show by itself what you have a place on.",
        PUBLIC_TASK,
        "You alone. Whoever you give the address to sees the training that you have a place on.",
        "Until you stop it, or have no account any more.",
        MappingProxyType(
            {
                "events.CalendarFeed": Rows(
                    noun="calendar address,calendar addresses", whose="user", goes="id user key made_at", withheld="key"
                ),
            }
        ),
        erased="It goes, and calendars find nothing there any more.",
        left_out="The key itself is left out: the page on which you made the address shows it.",
        alone=True,
    ),
    Holding(
        "Keys for HR systems",
        "Of each key by which a system of an agency reads what is on record of its staff: its name, who made it and"
        " when, until when it is good, when it was last used and when it was ended. The key itself only as a hash.",
        "So that agencies need not copy by hand what their staff attended, and can see and end what reads it.",
        PUBLIC_TASK,
        "Leads of the agency, and training managers.",
        AS_LONG_AS_THE_RECORD,
        MappingProxyType(
            {
                "people.ApiKey": Rows(
                    noun="key for an HR system,keys for HR systems",
                    whose="made_by",
                    stays="id agency name hashed made_at lapses_at last_used_at warned_at ended_at",
                    goes="made_by",
                    withheld="hashed",
                ),
            }
        ),
        erased="It is not kept any more who made a key, and the key opens nothing from then on.",
        left_out="What a key is known by is left out; the key itself nobody has but the system that uses it.",
    ),
    Holding(
        "What trainers gave",
        "The name and agency of whoever gave an event, how many days, and whether they spoke from lived experience.",
        "To open the register to them, and to count what agencies contribute.",
        PUBLIC_TASK,
        "Training managers; participants see the names of their trainers.",
        AS_LONG_AS_THE_RECORD,
        MappingProxyType(
            {
                "events.EventTrainer": Rows(
                    noun="event as a trainer,events as a trainer",
                    whose="user",
                    stays="id event agency days lived_experience",
                    goes="user name",
                ),
            }
        ),
        erased="The days stay, as those of a trainer with a number: they earned places, and the report counts them."
        " The name goes, also where it was written without an account.",
    ),
    Holding(
        "What you said about training",
        "Your answers and comments before, at the end of and weeks after an event, and those of your line manager if"
        " you say where to ask them. They are kept under a random code; which booking that code belongs to is kept as"
        " well, so that nobody is asked twice. No page shows your name beside your answers. Your manager’s address, and"
        " links in letters (only as hashes), until they are used or too old.",
        "To make training better, and to report what came of it.",
        CONSENT_TO_QUOTE,
        "Training managers, and once five people have answered the event’s trainers, always without your name. What"
        " may give somebody away is kept from trainers until a manager has looked at it. What may tell of harm is read"
        " by the designated lead too, who may ask you by letter to get in touch and is not told who you are. Please"
        " don’t name a child or a family.",
        f"That it was you: {kept_for('who_said_it')} after the event. What was said stays, under a code that leads to"
        " nobody then.",
        MappingProxyType(
            {
                "evaluations.Evaluation": Rows(
                    noun="evaluation",
                    whose="booking__person",
                    stays="id event kind questionnaire respondent invited_at submitted_at answers open_until"
                    " reminders reminded_at no_reminders on_paper state",
                    goes="booking ask_at",
                    withheld="respondent",
                ),
                "evaluations.EvaluationLink": Rows(
                    whose="evaluation__booking__person", goes="id evaluation hashed", withheld="hashed"
                ),
                "evaluations.Comment": Rows(
                    noun="comment",
                    whose="evaluation__booking__person",
                    stays="id evaluation prompt text lot read_at found suggested matched theme themed_by themed_at"
                    " details details_by details_at may_quote approved_wording approved_by approved_at",
                    withheld="lot",
                ),
                "evaluations.Disclosure": Rows(
                    whose="comment__evaluation__booking__person",
                    stays="id comment raised_at raised_by asked_at closed_at closed_by outcome",
                    withheld="id comment raised_at raised_by asked_at closed_at closed_by outcome",
                ),
            }
        ),
        erased="That it was they who said it goes, and so do words that may give them away. All else stays under its"
        " random code, which then leads to nobody. What was asked and not answered yet lapses.",
        left_out="What your line manager said is theirs, and is left out, as is what a designated lead does about"
        " words that may tell of harm. What you gave on paper without your name, or before its link to you was cut,"
        " can’t be found.",
        alone=True,
    ),
    Holding(
        "Equality answers",
        "Sex and ethnic group. They have a table of their own, without your name or a link to you; only the report’s"
        " counting can tell, by a secret that is kept outside the database, that an attendance belongs to them.",
        "To see who isn’t reached by training. They are never used to decide anything about you.",
        MONITORING,
        "Nobody sees one person’s answers. Reports show counts.",
        "Until you withdraw them, which takes effect at once; or else"
        f" {kept_for('equality_answers')} after the last report that uses them.",
        MappingProxyType(
            {
                "people.EqualityAnswer": Rows(stays="key sex ethnic_group withdrawn", withheld="key"),
            }
        ),
        erased="They stay, for the report counts them, and lead to a number without a name. Whoever doesn’t want that"
        " asks first that they are not used any more: then there are none.",
        alone=True,
    ),
    Holding(
        "Letters and what was done",
        "Which letter is due to whom, and that it was sent (its words only where the training team wrote them to the"
        " people of an event); a trail of who changed what and why, with numbers in place of names; forms you sent in"
        " the last four weeks, so that none is carried out twice.",
        "To write to you once and not twice, and to answer for every change.",
        PUBLIC_TASK,
        "Administrators. What was done to bookings and events, by whom and why, and what the training team wrote to the"
        " people of an event: also the training team.",
        f"Forms four weeks; the words of messages {kept_for('messages')}; the rest as long as the training record that"
        " it belongs to.",
        MappingProxyType(
            {
                "core.OutgoingMail": Rows(
                    noun="letter",
                    stays="id letter about key due_at sent_at dropped_at claimed_at attempts last_error",
                    withheld="about key claimed_at attempts last_error",
                ),
                "core.AuditEntry": Rows(
                    noun="line on the trail,lines on the trail", stays="id at actor verb subject details", goes="reason"
                ),
                "core.SentForm": Rows(goes="id key sender at led_to", withheld="key sender"),
                "events.Notice": Rows(
                    noun="notice",
                    stays="id event audience subject text written_at written_by people",
                    withheld="written_by people",
                ),
                "admin.LogEntry": Rows(
                    whose="user",
                    stays="id action_time user content_type object_id action_flag",
                    goes="object_repr change_message",
                    withheld="object_id object_repr change_message",
                ),
            }
        ),
        erased="That a letter was sent and what was done stays, with numbers that lead to no name; the reasons that"
        " were typed go. What was yet to be sent is not.",
        left_out="Of what you did to others’ records, only what and when is in it: the rest is about them. Who else"
        " did something to yours is “somebody else”.",
    ),
)

NOT_ABOUT_PEOPLE: Fields = MappingProxyType(
    {
        "people.Erasure": "id uid codes erased_at",
        "people.Sector": "id code name",
        "people.Agency": "id code name sector hard_to_reach contributes kind workforce successor merged_at",
        "people.AgencyKind": "id code name",
        "people.TargetGroupScheme": "id code name is_current",
        "people.TargetGroup": "id scheme code name description",
        "people.Role": "id code name",
        "people.EthnicGroup": "id code name roll_up",
        "training.Priority": "id title",
        "training.Level": "id name",
        "training.Course": "id code title kind summary outcomes priority need prerequisite hours level"
        " refresh_after_months later_weeks target_groups",
        "training.Course_target_groups": "id course targetgroup",
        "events.Area": "id code name",
        "events.Venue": "id name address directions",
        "events.Event": "id code course title status starts_on starts_time ends_on ends_time area venue places minimum"
        " decide_on runs_anyway_at opens_on closes_on offer_hours approval_hours if_unanswered cut_off_hours"
        " prefers_mix grace_minutes enough_dates for_agency parent workshop_choice choose_by allotted_at"
        " joining_instructions register_closed_at cancelled_at cancel_reason",
        "events.RungAlarm": "id event kind rang_on",
        "events.EventDate": "id event held_on starts_time ends_time",
        "events.HeadCount": "id event audience people",
        "events.Policy": "id starts_on notice_days in_working_days hours_after_news suspends_after place_price"
        " half_day_price late_charge late_share absence_charge free_kinds places_per_trainer_day",
        "events.PriceTier": "id policy kind day_price half_day_price",
        "events.MixRule": "id event kind agency sector places until",
        "evaluations.Question": "id code wording answer_kind",
        "evaluations.Questionnaire": "id code version title kind course_kind for_workshops course published_at"
        " used_from",
        "evaluations.QuestionnaireItem": "id questionnaire position question prompt wording",
        "evaluations.Theme": "id code name description keywords position retired_at merged_into",
        "core.ClosedYear": "id year closed_at",
        "core.DoneJob": "id job due_at done_at",
        "reports.BudgetLine": "id year line budgeted actual",
        "reports.Target": "id year agency target_group people workforce",
        "reports.Withholding": "id year table code reason added_at added_by",
        "reports.Commentary": "id period_name section text written_by written_at",
        "reports.YearlyReport": "id period_name until audience version state requested_at requested_by alive_at stage"
        " stages_done stages compiled_at figures checksum failure published_at published_by correction commentary seal",
        "socialaccount.SocialApp": "id provider provider_id name client_id secret key settings",
        "auth.Permission": "id name content_type codename",
        "auth.Group": "id name permissions",
        "auth.Group_permissions": "id group permission",
        "contenttypes.ContentType": "id app_label model",
    }
)
"""What the board's own work needs. (Who asked for a report is kept with the report, as its author.)"""
