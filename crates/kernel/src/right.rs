//! Who may do what. Roles are the requirement catalogue's (ORG-4); rights are what the pages ask for.
//! The table below is the only place where the two meet; `docs/generated/matrix.md` shows the outcome per route.

use serde::{Deserialize, Serialize};

use crate::closed;

/// On whose behalf a role acts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// The authority (huvudman) itself.
    Authority,
    /// A provider, within one authority.
    Provider,
    /// A regional body, for the tenant it is.
    Region,
}

closed! {
    /// A role that an account can hold (ORG-4). Students and others without account, and respondents with a link,
    /// are actors without a role.
    Role {
        /// Fills in a provider's reports.
        ProviderEditor = "provider-editor",
        /// Signs a unit's items.
        Rektor = "rektor",
        /// Signs the provider's area and provider items.
        ProviderManagement = "provider-management",
        /// Follows up, reviews, compiles.
        QualityOfficer = "quality-officer",
        /// The authority's rektor towards assigned providers.
        ContactRektor = "contact-rektor",
        /// Registers what has come in.
        Registrar = "registrar",
        /// Owns the follow-up process.
        ProcessOwner = "process-owner",
        /// A member of the board.
        BoardReader = "board-reader",
        /// Works at the regional body.
        RegionalCoordinator = "regional-coordinator",
        /// Evaluates providers for the regional body.
        Evaluator = "evaluator",
        /// Keeps organisation, people and the year's document.
        Administrator = "administrator",
        /// Reads the audit chain.
        Auditor = "auditor",
    }
}

closed! {
    /// What a page or action asks for.
    Right {
        /// See that one is signed in, and change one's own account.
        OwnAccount = "own-account",
        /// See the organisation register.
        ViewOrganisation = "view-organisation",
        /// Change the organisation register.
        ManageOrganisation = "manage-organisation",
        /// Invite people, give and end roles.
        ManagePeople = "manage-people",
        /// See the year's calendar and instructions.
        ViewYear = "view-year",
        /// Change the year's document.
        ManageYear = "manage-year",
        /// Read the follow-up plans that were adopted.
        ReadPlans = "read-plans",
        /// Write the follow-up plan of a year.
        WritePlan = "write-plan",
        /// Adopt it, which locks it.
        AdoptPlan = "adopt-plan",
        /// Plan what is done with each provider, and say that it is done.
        PlanActivities = "plan-activities",
        /// Read what has come of random samples; whoever draws or audits reads those that are not done too.
        ReadSamples = "read-samples",
        /// Draw random samples of study plans, and assess them.
        DrawSamples = "draw-samples",
        /// Send in the study plans of one's own provider's cases in random samples.
        SendStudyPlans = "send-study-plans",
        /// Find deficiencies at providers, follow them up, and assess how terms are followed.
        KeepDeficiencies = "keep-deficiencies",
        /// Prepare and enter decisions on measures against a provider, and say what steps there are.
        DecideMeasures = "decide-measures",
        /// Say what is asked of providers in authorisations and contracts.
        KeepTerms = "keep-terms",
        /// List the students of a provider that may teach no longer, so that they can go on elsewhere.
        ListForTransfer = "list-for-transfer",
        /// Answer for one's own provider for what is found there, and say how terms are followed.
        AnswerDeficiencies = "answer-deficiencies",
        /// Register for the rektors' meeting, send in questions, and say what is done of what was agreed.
        AttendMeetings = "attend-meetings",
        /// Plan visits to providers, carry them out and settle their protocols.
        VisitProviders = "visit-providers",
        /// Read the visits to one's own provider, and say what one has to say of the drafts.
        AnswerVisits = "answer-visits",
        /// Read the protocols of visits that are settled.
        ReadProtocols = "read-protocols",
        /// Lead joint evaluations: begin them, ask authorities to take part, release the results.
        LeadEvaluations = "lead-evaluations",
        /// Judge providers in joint evaluations.
        Evaluate = "evaluate",
        /// See one's own provider's task list, drafts and submissions.
        ViewOwnReports = "view-own-reports",
        /// Write drafts, upload workbooks, ask questions.
        EditReports = "edit-reports",
        /// Sign a unit's items.
        SignUnitItems = "sign-unit-items",
        /// Sign area and provider items.
        SignProviderItems = "sign-provider-items",
        /// Make one-time links for the people of one's own provider.
        ManageOwnPeople = "manage-own-people",
        /// See what providers have handed in, and the state of what they have not.
        ViewFollowUp = "view-follow-up",
        /// See the rows behind a figure, and so every figure however small.
        ReadParticipations = "read-participations",
        /// Assess, return, approve, tag and answer questions.
        Review = "review",
        /// Lock, open and extend.
        DecideDeadlines = "decide-deadlines",
        /// Read results in from other systems, and freeze them.
        ImportResults = "import-results",
        /// Freeze datasets and make reports.
        Compile = "compile",
        /// Read compiled reports.
        ReadReleases = "read-releases",
        /// See figures from elsewhere and where they come from.
        ViewSources = "view-sources",
        /// Read in published tables and fetch from sources that are set up.
        KeepSources = "keep-sources",
        /// Say which sources are fetched from, and with what.
        ManageSources = "manage-sources",
        /// See which letters went out to whom.
        ViewLetters = "view-letters",
        /// Have a letter sent once more, and try the sending.
        ManageLetters = "manage-letters",
        /// Remind providers of what is missing, and pause reminders.
        Remind = "remind",
        /// See and keep the registration state of what has come in.
        Register = "register",
        /// Receive what students and others say of one's own provider's units, and answer for it.
        HandleComplaints = "handle-complaints",
        /// Hand out copies of cases whose words one may read, masked, and mark cases as secret.
        HandOutCases = "hand-out-cases",
        /// See how complaints come and go at all providers, and answer for those that the authority has.
        ViewComplaints = "view-complaints",
        /// Take in what is said to the authority, say which school it is about, and assess the providers' routines for complaints.
        TakeComplaints = "take-complaints",
        /// Investigate abusive treatment and discrimination at one's own units.
        InvestigateAbuse = "investigate-abuse",
        /// Follow such investigations at all providers, and make sure that they are told to the board.
        FollowAbuse = "follow-abuse",
        /// Read the audit chain and verify it.
        Audit = "audit",
    }
}

/// The rights of whoever follows up, reviews and compiles.
const OF_OFFICERS: &[Right] = &[
    Right::OwnAccount,
    Right::ViewOrganisation,
    Right::ViewYear,
    Right::ReadPlans,
    Right::WritePlan,
    Right::PlanActivities,
    Right::ReadSamples,
    Right::DrawSamples,
    Right::KeepDeficiencies,
    Right::VisitProviders,
    Right::ReadProtocols,
    Right::ViewFollowUp,
    Right::ReadParticipations,
    Right::Review,
    Right::DecideDeadlines,
    Right::ImportResults,
    Right::Compile,
    Right::ReadReleases,
    Right::ViewSources,
    Right::KeepSources,
    Right::ViewLetters,
    Right::Remind,
    Right::ViewComplaints,
    Right::TakeComplaints,
    Right::HandOutCases,
    Right::FollowAbuse,
];

/// The rights of whoever owns the process.
const OF_OWNERS: &[Right] = &[
    Right::OwnAccount,
    Right::ViewOrganisation,
    Right::ViewYear,
    Right::ReadPlans,
    Right::ManageYear,
    Right::WritePlan,
    Right::AdoptPlan,
    Right::PlanActivities,
    Right::ReadSamples,
    Right::DrawSamples,
    Right::KeepDeficiencies,
    Right::DecideMeasures,
    Right::KeepTerms,
    Right::ListForTransfer,
    Right::VisitProviders,
    Right::ReadProtocols,
    Right::ViewFollowUp,
    Right::DecideDeadlines,
    Right::ImportResults,
    Right::Compile,
    Right::ReadReleases,
    Right::ViewSources,
    Right::KeepSources,
    Right::ViewLetters,
    Right::Remind,
    Right::ViewComplaints,
    Right::HandOutCases,
];

impl Role {
    /// On whose behalf the role acts.
    pub const fn side(self) -> Side {
        match self {
            Self::ProviderEditor | Self::Rektor | Self::ProviderManagement => Side::Provider,
            Self::RegionalCoordinator | Self::Evaluator => Side::Region,
            _ => Side::Authority,
        }
    }

    /// The rights of the role.
    pub const fn rights(self) -> &'static [Right] {
        use Right as R;
        match self {
            Self::ProviderEditor => {
                &[R::OwnAccount, R::ViewYear, R::ReadPlans, R::ViewOwnReports, R::EditReports, R::HandleComplaints]
            }
            Self::Rektor => &[
                R::OwnAccount,
                R::ViewYear,
                R::ReadPlans,
                R::ViewOwnReports,
                R::EditReports,
                R::SignUnitItems,
                R::SendStudyPlans,
                R::AnswerDeficiencies,
                R::AttendMeetings,
                R::AnswerVisits,
                R::HandleComplaints,
                R::HandOutCases,
                R::InvestigateAbuse,
            ],
            Self::ProviderManagement => &[
                R::OwnAccount,
                R::ViewYear,
                R::ReadPlans,
                R::ViewOwnReports,
                R::EditReports,
                R::SignProviderItems,
                R::AnswerVisits,
                R::ManageOwnPeople,
                R::SendStudyPlans,
                R::AnswerDeficiencies,
                R::AttendMeetings,
                R::HandleComplaints,
                R::HandOutCases,
                R::InvestigateAbuse,
            ],
            Self::QualityOfficer => OF_OFFICERS,
            Self::ContactRektor => &[
                R::OwnAccount,
                R::ViewOrganisation,
                R::ViewYear,
                R::ReadPlans,
                R::PlanActivities,
                R::ReadSamples,
                R::KeepDeficiencies,
                R::VisitProviders,
                R::ReadProtocols,
                R::ViewFollowUp,
                R::Review,
                R::ReadReleases,
                R::ViewSources,
                R::ViewComplaints,
                R::TakeComplaints,
                R::FollowAbuse,
            ],
            Self::Registrar => &[R::OwnAccount, R::ViewYear, R::ReadPlans, R::Register],
            Self::ProcessOwner => OF_OWNERS,
            Self::BoardReader => &[R::OwnAccount, R::ReadPlans, R::ReadSamples, R::ReadReleases, R::ReadProtocols],
            Self::RegionalCoordinator => {
                &[R::OwnAccount, R::ReadPlans, R::ReadReleases, R::LeadEvaluations, R::Evaluate]
            }
            Self::Evaluator => &[R::OwnAccount, R::Evaluate],
            Self::Administrator => &[
                R::OwnAccount,
                R::ViewOrganisation,
                R::ManageOrganisation,
                R::ManagePeople,
                R::ViewYear,
                R::ReadPlans,
                R::ManageYear,
                R::ImportResults,
                R::ViewSources,
                R::KeepSources,
                R::ManageSources,
                R::ViewLetters,
                R::ManageLetters,
            ],
            Self::Auditor => &[R::OwnAccount, R::ReadPlans, R::ReadSamples, R::ReadProtocols, R::Audit],
        }
    }

    /// Whether the role has the right.
    pub fn may(self, right: Right) -> bool {
        self.rights().contains(&right)
    }
}
