//! The state machine of access requests: random actions by random people, and what must hold after each.

use cardlint::card::RepoType;
use cardlint::hub::state::requests::Review;
use cardlint::hub::state::{Caller, Gated, Hub, Name, RepoId, Status, Time};
use proptest::prelude::*;

const PEOPLE: [&str; 4] = ["owner", "bo", "cy", "di"];

#[derive(Clone, Debug)]
enum Action {
    Ask(usize),
    Cancel(usize),
    Handle(usize, Status),
    HandleOrKeep(usize, Status),
    Grant(usize),
    Gate(Gated),
}

fn action() -> impl Strategy<Value = Action> {
    let who = 0..PEOPLE.len();
    let status = prop::sample::select(Status::ALL.to_vec());
    prop_oneof![
        who.clone().prop_map(Action::Ask),
        who.clone().prop_map(Action::Cancel),
        (who.clone(), status.clone()).prop_map(|(who, status)| Action::Handle(who, status)),
        (who.clone(), status).prop_map(|(who, status)| Action::HandleOrKeep(who, status)),
        who.prop_map(Action::Grant),
        prop::sample::select(vec![Gated::No, Gated::Auto, Gated::Manual]).prop_map(Action::Gate),
    ]
}

fn hub() -> (Hub, RepoId) {
    let mut hub = Hub::default();
    for name in PEOPLE {
        hub.add_user(name).unwrap();
    }
    let id = RepoId::new(RepoType::Dataset, "owner/voices");
    hub.add_repo(id.clone(), Some("owner".into()), Time::default()).unwrap().gate.mode = Gated::Manual;
    (hub, id)
}

proptest! {
    // fidelity: state-invariants
    #[test]
    fn what_holds_after_every_action(actions in prop::collection::vec(action(), 1..60)) {
        let (mut hub, id) = hub();
        for (step, action) in actions.into_iter().enumerate() {
            let now = Time::from_milliseconds(i64::try_from(step).unwrap() + 1);
            let before = hub.clone();
            let review = |to| Review { by: "owner".into(), to, reason: None, at: now };
            let (who, done) = match &action {
                Action::Ask(who) => (Some(*who), hub.ask_access(&Caller::user(PEOPLE[*who]), &id, &[], now)),
                Action::Cancel(who) => (Some(*who), hub.cancel_request(&Caller::user(PEOPLE[*who]), &id)),
                Action::Handle(who, to) => (Some(*who), hub.handle_request(&id, &PEOPLE[*who].into(), &review(*to))),
                Action::HandleOrKeep(who, to) => (Some(*who), hub.handle_or_keep(&id, &PEOPLE[*who].into(), &review(*to))),
                Action::Grant(who) => (Some(*who), hub.grant_access(&id, &PEOPLE[*who].into(), &"owner".into(), now)),
                Action::Gate(mode) => {
                    hub.repos.get_mut(&id).unwrap().gate.mode = *mode;
                    (None, Ok(()))
                }
            };
            let (old, new) = (&before.repos[&id].gate.requests, &hub.repos[&id].gate.requests);
            if done.is_err() {
                prop_assert_eq!(old, new, "what is refused changes nothing: {:?}", action);
            }
            prop_assert_eq!(Status::ALL.iter().map(|status| new.count(*status)).sum::<usize>(), new.len(), "each request is in one list");
            for (index, name) in PEOPLE.iter().enumerate() {
                let name = Name::from(*name);
                let (was, is) = (old.get(&name), new.get(&name));
                if who != Some(index) {
                    prop_assert_eq!(was, is, "an action about one user leaves the others alone");
                }
                let mode = hub.repos[&id].gate.mode;
                let reads = hub.readable(&Caller::user(name.clone()), &id).is_ok();
                let may = mode == Gated::No || index == 0 || is.is_some_and(|request| request.status == Status::Accepted);
                prop_assert_eq!(reads, may, "nobody reads without the right");
                let Some(request) = is else { continue };
                prop_assert!(request.granted_by().is_none() || request.status == Status::Accepted);
                prop_assert!(request.reviewed_at().is_none() || request.status != Status::Pending);
                if let Some(was) = was {
                    let asked_anew = was.status == Status::Reset && mode != Gated::No && matches!(action, Action::Ask(_)) && who == Some(index);
                    prop_assert_eq!(was.timestamp != request.timestamp, asked_anew, "the time of asking is kept");
                    prop_assert!(!was.unasked || request.unasked || asked_anew, "a granted user's address stays unseen");
                }
            }
        }
        let text = serde_json::to_string(&hub).unwrap();
        prop_assert_eq!(serde_json::from_str::<Hub>(&text).unwrap(), hub, "a state survives being written down");
    }
}
