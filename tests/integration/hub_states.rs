//! The gate as a state machine: random people with every kind of token act on several repos, a model of ten rules says what
//! must come of it, and the Hub is held against the model after each step.

use std::collections::BTreeMap;

use cardlint::card::RepoType;
use cardlint::hub::Seed;
use cardlint::hub::state::review::{Decision, Whom};
use cardlint::hub::state::settings::SettingsPatch;
use cardlint::hub::state::token::Scope;
use cardlint::hub::state::{
    AccessRequest, Caller, Gated, Hub, HubError, Name, ObjectId, RepoId, Rights, Role, Status, Time, TokenRole,
};
use proptest::prelude::*;
use proptest::test_runner::Config;

/// `acme` has a member of each role; `bo` and `cy` belong to nothing.
const SEED: &str = "
now: 2026-01-31T12:00:00Z
users: [{ name: owner }, { name: admin }, { name: writer }, { name: contributor }, { name: reader }, { name: bo }, { name: cy }]
organizations:
  - name: acme
    plan: team
    members:
      - { user: admin, role: admin }
      - { user: writer, role: write }
      - { user: contributor, role: contributor }
      - { user: reader, role: read }
repos:
  - { id: owner/voices, gated: manual }
  - { id: acme/calls, gated: manual }
  - { id: acme/calls, type: model, gated: auto }
  - { id: acme/alone, gated: manual, org_members_gated: true }
collections:
  - { title: Speech, namespace: acme, items: [{ id: acme/calls }, { type: model, id: acme/calls }] }
";

const PEOPLE: [&str; 7] = ["owner", "admin", "writer", "contributor", "reader", "bo", "cy"];
const REPOS: [(RepoType, &str); 4] = [
    (RepoType::Dataset, "owner/voices"),
    (RepoType::Dataset, "acme/calls"),
    (RepoType::Model, "acme/calls"),
    (RepoType::Dataset, "acme/alone"),
];
/// What is in the collection.
const GROUPED: [usize; 2] = [1, 2];

/// By which means somebody acts.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Means {
    Session,
    Read,
    Write,
    FineShut,
    FineGated,
    FineRead(usize),
    FineWrite(usize),
}

#[derive(Clone, Debug)]
enum Action {
    Ask,
    Cancel,
    Handle(usize, Status),
    HandleOrKeep(usize, Status),
    Grant(usize),
    Gate(Gated),
    GateMembers(bool),
    Private(bool),
    Group(Gated),
    Role(usize, Role),
}

/// One step: who, by which means, about which repo, and what.
type Step = (usize, Means, usize, Action);

fn step() -> impl Strategy<Value = Step> {
    let (who, repo) = (0..PEOPLE.len(), 0..REPOS.len());
    let status = prop::sample::select(Status::ALL.to_vec());
    let mode = prop::sample::select(vec![Gated::No, Gated::Auto, Gated::Manual]);
    let role = prop::sample::select(vec![Role::Admin, Role::Write, Role::Contributor, Role::Read]);
    let means = prop_oneof![
        4 => Just(Means::Session),
        1 => Just(Means::Read),
        4 => Just(Means::Write),
        1 => Just(Means::FineShut),
        1 => Just(Means::FineGated),
        1 => repo.clone().prop_map(Means::FineRead),
        1 => repo.clone().prop_map(Means::FineWrite),
    ];
    let action = prop_oneof![
        6 => Just(Action::Ask),
        2 => Just(Action::Cancel),
        6 => (who.clone(), status.clone()).prop_map(|(who, status)| Action::Handle(who, status)),
        2 => (who.clone(), status).prop_map(|(who, status)| Action::HandleOrKeep(who, status)),
        3 => who.clone().prop_map(Action::Grant),
        1 => mode.clone().prop_map(Action::Gate),
        1 => any::<bool>().prop_map(Action::GateMembers),
        1 => any::<bool>().prop_map(Action::Private),
        1 => mode.prop_map(Action::Group),
        1 => (1..5_usize, role).prop_map(|(who, role)| Action::Role(who, role)),
    ];
    (who, means, repo, action)
}

fn id(repo: usize) -> RepoId {
    RepoId::new(REPOS[repo].0, REPOS[repo].1)
}

fn caller(who: usize, means: Means) -> Caller {
    let scope = |repo: usize, permissions: &[&str]| Scope {
        entity: format!("{}s/{}", id(repo).noun(), id(repo)).as_str().into(),
        permissions: permissions.iter().map(|permission| (*permission).to_owned()).collect(),
    };
    let fine = |scopes, can_read_gated_repos| TokenRole::FineGrained { scopes, can_read_gated_repos };
    let role = match means {
        Means::Session => return Caller::user(PEOPLE[who]),
        Means::Read => TokenRole::Read,
        Means::Write => TokenRole::Write,
        Means::FineShut => fine(Vec::new(), false),
        Means::FineGated => fine(Vec::new(), true),
        Means::FineRead(repo) => fine(vec![scope(repo, &["repo.content.read"])], false),
        Means::FineWrite(repo) => fine(vec![scope(repo, &["repo.content.read", "repo.write"])], false),
    };
    Caller { rights: Rights::Token("hf_token".into(), role), ..Caller::user(PEOPLE[who]) }
}

/// What the model knows of a request.
#[derive(Clone, Debug, PartialEq)]
struct Asked {
    status: Status,
    timestamp: Time,
    reviewed_at: Option<Time>,
    granted_by: Option<Name>,
    unasked: bool,
}

/// Where requests are kept: a repo's own gate, or the group's.
const GROUP: usize = usize::MAX;

#[derive(Clone, Debug)]
struct Model {
    gated: [Gated; 4],
    members_gated: [bool; 4],
    private: [bool; 4],
    group: Gated,
    roles: BTreeMap<usize, Role>,
    asked: BTreeMap<(usize, usize), Asked>,
}

impl Model {
    fn new() -> Self {
        Self {
            gated: [Gated::Manual, Gated::Manual, Gated::Auto, Gated::Manual],
            members_gated: [false, false, false, true],
            private: [false; 4],
            group: Gated::No,
            roles: [(1, Role::Admin), (2, Role::Write), (3, Role::Contributor), (4, Role::Read)].into(),
            asked: BTreeMap::new(),
        }
    }

    /// The gate that counts.
    fn gate(&self, repo: usize) -> (usize, Gated) {
        if GROUPED.contains(&repo) && self.group != Gated::No { (GROUP, self.group) } else { (repo, self.gated[repo]) }
    }

    fn role(&self, who: usize, repo: usize) -> Option<Role> {
        if repo == 0 { (who == 0).then_some(Role::Admin) } else { self.roles.get(&who).copied() }
    }

    fn sees(&self, who: usize, means: Means, repo: usize) -> bool {
        let covered = match means {
            Means::FineShut | Means::FineGated => false,
            Means::FineRead(scope) | Means::FineWrite(scope) => scope == repo,
            Means::Session | Means::Read | Means::Write => true,
        };
        !self.private[repo] || (covered && self.role(who, repo).is_some())
    }

    fn reads(&self, who: usize, means: Means, repo: usize) -> bool {
        let (gate, mode) = self.gate(repo);
        let token = match means {
            Means::FineShut => false,
            Means::FineRead(scope) | Means::FineWrite(scope) => scope == repo,
            Means::FineGated | Means::Session | Means::Read | Means::Write => true,
        };
        let exempt = match self.role(who, repo) {
            Some(Role::Admin) => true,
            Some(_) => !self.members_gated[repo],
            None => false,
        };
        let accepted = self.asked.get(&(gate, who)).is_some_and(|asked| asked.status == Status::Accepted);
        self.sees(who, means, repo) && (mode == Gated::No || (token && (exempt || accepted)))
    }

    fn writes(&self, who: usize, means: Means, repo: usize) -> bool {
        let token = match means {
            Means::Session | Means::Write => true,
            Means::FineWrite(scope) => scope == repo,
            Means::Read | Means::FineShut | Means::FineGated | Means::FineRead(_) => false,
        };
        let role = self.role(who, repo);
        self.sees(who, means, repo) && token && matches!(role, Some(Role::Admin | Role::Write))
    }

    fn handle(&mut self, gate: usize, whom: usize, to: Status, by: usize, now: Time) -> bool {
        let Some(asked) = self.asked.get_mut(&(gate, whom)).filter(|asked| asked.status != to) else { return false };
        asked.status = to;
        asked.reviewed_at = (to != Status::Pending).then_some(now);
        asked.granted_by = (to == Status::Accepted).then(|| PEOPLE[by].into());
        true
    }

    /// Does a step, and says whether it is done or refused.
    fn act(&mut self, (who, means, repo, action): &Step, now: Time) -> bool {
        let (who, means, repo) = (*who, *means, *repo);
        let (gate, mode) = self.gate(repo);
        let sees = self.sees(who, means, repo);
        let writes = self.writes(who, means, repo);
        let reviews = writes && mode != Gated::No;
        match action {
            Action::Ask => {
                let new = self.asked.get(&(gate, who)).is_none_or(|asked| asked.status == Status::Reset);
                if sees && mode != Gated::No && new {
                    let status = if mode == Gated::Auto { Status::Accepted } else { Status::Pending };
                    let asked = Asked { status, timestamp: now, reviewed_at: None, granted_by: None, unasked: false };
                    self.asked.insert((gate, who), asked);
                }
                sees
            }
            Action::Cancel => {
                let pending = self.asked.get(&(gate, who)).is_some_and(|asked| asked.status == Status::Pending);
                sees && pending && self.asked.remove(&(gate, who)).is_some()
            }
            Action::Handle(whom, to) => reviews && self.handle(gate, *whom, *to, who, now),
            Action::HandleOrKeep(whom, to) => {
                let kept = self.asked.get(&(gate, *whom)).is_some_and(|asked| asked.status == *to);
                reviews && (kept || self.handle(gate, *whom, *to, who, now))
            }
            Action::Grant(whom) => {
                if reviews && !self.asked.contains_key(&(gate, *whom)) {
                    let by = Some(PEOPLE[who].into());
                    let (status, reviewed_at) = (Status::Accepted, Some(now));
                    let given = Asked { status, timestamp: now, reviewed_at, granted_by: by, unasked: true };
                    self.asked.insert((gate, *whom), given);
                    return true;
                }
                reviews && self.handle(gate, *whom, Status::Accepted, who, now)
            }
            Action::Gate(mode) => {
                if writes {
                    self.gated[repo] = *mode;
                }
                writes
            }
            Action::GateMembers(gated) => {
                if writes {
                    self.members_gated[repo] = *gated;
                }
                writes
            }
            Action::Private(private) => {
                if writes {
                    self.private[repo] = *private;
                }
                writes
            }
            // Who may change a group or a role is the business of other tests.
            Action::Group(mode) => {
                self.group = *mode;
                true
            }
            Action::Role(whom, role) => {
                self.roles.insert(*whom, *role);
                true
            }
        }
    }
}

/// Does a step as the routes do.
fn act(hub: &mut Hub, group: ObjectId, (who, means, repo, action): &Step, now: Time) -> Result<(), HubError> {
    let (caller, id) = (caller(*who, *means), id(*repo));
    let whom = |whom: usize| Whom::Name(PEOPLE[whom].into());
    let decision = |to| Decision { to, reason: None };
    let settings = SettingsPatch::default();
    match action {
        Action::Ask => hub.ask(&caller, &id, &[], now),
        Action::Cancel => hub.cancel_request(&caller, &id),
        Action::Handle(user, to) => hub.review(&caller, &id, &whom(*user), &decision(*to), now),
        Action::HandleOrKeep(user, to) => {
            let mut done = hub.review_all(&caller, &id, &[whom(*user)], &decision(*to), now)?;
            done.pop().unwrap()
        }
        Action::Grant(user) => hub.grant(&caller, &id, &whom(*user), now),
        Action::Gate(mode) => hub.change_settings(&caller, &id, SettingsPatch { gated: Some(*mode), ..settings }),
        Action::GateMembers(gated) => {
            hub.change_settings(&caller, &id, SettingsPatch { org_members_gated: Some(*gated), ..settings })
        }
        Action::Private(private) => {
            hub.change_settings(&caller, &id, SettingsPatch { private: Some(*private), ..settings })
        }
        Action::Group(mode) => {
            hub.check_group(group, &hub.collections[&group])?;
            hub.collections.get_mut(&group).unwrap().gate.mode = *mode;
            Ok(())
        }
        Action::Role(whom, role) => {
            let members = &mut hub.organizations.get_mut(&Name::from("acme")).unwrap().members;
            members.iter_mut().find(|member| member.user == *PEOPLE[*whom]).unwrap().role = *role;
            Ok(())
        }
    }
}

/// Everything that the Hub remembers of who asked, as the model has it.
fn remembered(hub: &Hub, group: ObjectId) -> BTreeMap<(usize, usize), Asked> {
    let gates = (0..REPOS.len()).map(|repo| (repo, &hub.repos[&id(repo)].gate));
    let gates = gates.chain([(GROUP, &hub.collections[&group].gate)]);
    let asked = |request: &AccessRequest| Asked {
        status: request.status,
        timestamp: request.timestamp,
        reviewed_at: request.reviewed_at(),
        granted_by: request.granted_by().cloned(),
        unasked: request.unasked,
    };
    gates
        .flat_map(|(gate, state)| state.requests.iter().map(move |(user, request)| ((gate, user), request)))
        .map(|((gate, user), request)| {
            let who = PEOPLE.iter().position(|name| *user == **name).unwrap();
            ((gate, who), asked(request))
        })
        .collect()
}

proptest! {
    #![proptest_config(Config { failure_persistence: None, ..Config::with_cases(100) })]

    // fidelity: state-invariants
    #[test]
    fn what_holds_after_every_action(steps in prop::collection::vec(step(), 1..50)) {
        let mut hub = Seed::parse("hub.yaml", SEED).unwrap().hub;
        let group = *hub.collections.keys().next().unwrap();
        let mut model = Model::new();
        for (at, step) in steps.iter().enumerate() {
            let now = Time::from_milliseconds(1_800_000_000_000 + i64::try_from(at).unwrap());
            let before = remembered(&hub, group);
            let mails = hub.outbox.len();
            let done = act(&mut hub, group, step, now);
            let expected = model.act(step, now);
            prop_assert_eq!(done.is_ok(), expected, "{:?}: {:?}", step, done);
            let after = remembered(&hub, group);
            prop_assert_eq!(&after, &model.asked, "{:?}", step);
            if done.is_err() {
                prop_assert_eq!((&before, mails), (&after, hub.outbox.len()), "what is refused changes nothing");
            }
            for (key, request) in &after {
                let reviewed = request.reviewed_at.is_some();
                prop_assert!(!(reviewed && request.status == Status::Pending), "reviewed only when reviewed");
                prop_assert!(request.granted_by.is_none() || request.status == Status::Accepted);
                let Some(was) = before.get(key) else { continue };
                let anew = was.status == Status::Reset && request.status != Status::Reset && !reviewed && request.timestamp == now;
                prop_assert!(was.timestamp == request.timestamp || anew, "a time changes only when asked again after a reset");
                prop_assert!(!was.unasked || request.unasked || anew, "a granted user's address stays unseen");
            }
            for (who, name) in PEOPLE.iter().enumerate() {
                for repo in 0..REPOS.len() {
                    let means = if who == step.0 { step.1 } else { Means::Session };
                    let reads = hub.readable(&caller(who, means), &id(repo)).is_ok();
                    prop_assert_eq!(reads, model.reads(who, means, repo), "{} by {:?} reads {}", name, means, id(repo));
                    let writes = hub.writable(&caller(who, means), &id(repo)).is_ok();
                    prop_assert_eq!(writes, model.writes(who, means, repo), "{} by {:?} writes {}", name, means, id(repo));
                }
            }
            for repo in 0..REPOS.len() {
                let nobody = hub.readable(&Caller::default(), &id(repo)).is_ok();
                prop_assert_eq!(nobody, !model.private[repo] && model.gate(repo).1 == Gated::No, "nobody has no rights");
            }
        }
        let text = serde_json::to_string(&hub).unwrap();
        prop_assert_eq!(serde_json::from_str::<Hub>(&text).unwrap(), hub, "a state survives being written down");
    }
}
