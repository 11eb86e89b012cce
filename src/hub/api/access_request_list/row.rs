//! One entry of a list, written as JSON straight from the state: a page has up to a thousand of them.

use std::borrow::Cow;
use std::io::Write as _;

use crate::hub::api::accounts::pictures;
use crate::hub::state::accounts::{DERIVED_EMAIL, Profile};
use crate::hub::state::repos::Requesters;
use crate::hub::state::{AccessRequest, Hub, Name, Status, Time, TimeWriter};

/// Writes entries of lists. Nothing is read that was just written: a processor waits for it.
pub(super) struct Rows<'a> {
    hub: &'a Hub,
    /// What reviewers learn of requesters.
    requesters: Requesters,
    /// What is between an account's id and its name in the address of its picture.
    picture: String,
    /// The status of every request, and its key.
    status: String,
    /// Where the next requester may be among the users: who asked one after the other often came so, too.
    next: usize,
    times: TimeWriter,
    json: Vec<u8>,
}

/// The name of an account as JSON has it, and in lower case.
struct Spelled<'a> {
    name: Cow<'a, str>,
    lower: Cow<'a, str>,
}

impl<'a> Spelled<'a> {
    fn of(name: &'a Name) -> Self {
        let name = name.as_str();
        // Nearly every name.
        if !any(name, |byte| is_escaped(byte) | byte.is_ascii_uppercase()) {
            return Self { name: name.into(), lower: name.into() };
        }
        let name = escaped(name);
        // Escapes have no capitals.
        let lower = name.to_ascii_lowercase().into();
        Self { name, lower }
    }
}

impl<'a> Rows<'a> {
    pub(super) fn new(hub: &'a Hub, requesters: Requesters, status: Status, bytes: usize) -> Self {
        Self {
            hub,
            requesters,
            picture: format!("\",\"avatarUrl\":\"{}", pictures(&hub.endpoint)),
            status: format!("\",\"status\":\"{}\"", status.as_str()),
            next: 0,
            times: TimeWriter::default(),
            json: Vec::with_capacity(bytes),
        }
    }

    /// The array of every entry.
    pub(super) fn write(mut self, requests: &[(&Name, &AccessRequest)]) -> Vec<u8> {
        for (user, request) in requests {
            self.row(user, request);
        }
        match self.json.first_mut() {
            Some(first) => *first = b'[',
            None => self.raw("["),
        }
        self.raw("]");
        self.json
    }

    /// A comma and an entry. Keys that do not apply are absent: clients tell a granted user by the missing e-mail.
    // fidelity: list-entry
    // fidelity: hidden-requesters
    fn row(&mut self, user: &Name, request: &AccessRequest) {
        self.raw(",{\"requestId\":\"");
        self.json.extend_from_slice(&request.id.digits());
        if self.requesters == Requesters::Hidden {
            self.raw("\",\"timestamp\":\"");
        } else {
            let (profile, at) = self.hub.profile_near(user, self.next);
            self.next = at.map_or(0, |at| at + 1);
            let spelled = Spelled::of(profile.name);
            self.raw("\",\"user\":{\"_id\":\"");
            self.person(&profile, &spelled);
            if request.unasked || self.requesters != Requesters::Shown {
                self.raw("\",\"type\":\"user\",\"verifiedOrgNames\":[]},\"timestamp\":\"");
            } else {
                self.raw("\",\"type\":\"user\",\"verifiedOrgNames\":[],\"email\":\"");
                self.email(&profile, &spelled);
                self.raw("\"},\"timestamp\":\"");
            }
        }
        self.time(request.timestamp);
        if let Some(at) = request.reviewed_at() {
            self.raw("\",\"reviewedAt\":\"");
            self.time(at);
        }
        self.json.extend_from_slice(self.status.as_bytes());
        if let Some(by) = request.granted_by() {
            self.raw(",\"grantedBy\":{\"_id\":\"");
            let profile = self.hub.profile(by);
            self.person(&profile, &Spelled::of(profile.name));
            self.raw("\",\"type\":\"user\"}");
        }
        if let Some(fields) = request.fields.as_deref() {
            self.raw(",\"fields\":{");
            for (at, (label, value)) in fields.iter().enumerate() {
                self.raw(if at > 0 { ",\"" } else { "\"" });
                self.text(label);
                self.raw("\":\"");
                self.text(value);
                self.raw("\"");
            }
            self.raw("}");
        }
        self.raw("}");
    }

    /// As [`Person`](crate::hub::api::accounts::Person), from its id to the user's name.
    fn person(&mut self, profile: &Profile<'_>, spelled: &Spelled<'_>) {
        let mut picture = &*self.picture;
        match profile.id {
            Some(id) => self.json.extend_from_slice(&id.digits()),
            None => {
                self.json.pop();
                self.json.extend_from_slice(b"null");
                picture = &picture[1..];
            }
        }
        self.json.extend_from_slice(picture.as_bytes());
        self.json.extend_from_slice(spelled.lower.as_bytes());
        self.raw(".svg\",\"isPro\":false,\"fullname\":\"");
        // Most users have no other.
        if std::ptr::eq(profile.fullname, profile.name.as_str()) {
            self.json.extend_from_slice(spelled.name.as_bytes());
        } else {
            self.text(profile.fullname);
        }
        self.raw("\",\"user\":\"");
        self.json.extend_from_slice(spelled.name.as_bytes());
    }

    fn email(&mut self, profile: &Profile<'_>, spelled: &Spelled<'_>) {
        match profile.given_email {
            Some(email) => self.text(email),
            None => {
                self.json.extend_from_slice(spelled.lower.as_bytes());
                self.raw(DERIVED_EMAIL);
            }
        }
    }

    /// What needs no escape.
    fn raw(&mut self, json: &'static str) {
        self.json.extend_from_slice(json.as_bytes());
    }

    fn time(&mut self, time: Time) {
        match self.times.ascii(time) {
            Some((second, fraction)) => {
                self.json.extend_from_slice(second);
                self.json.extend_from_slice(&fraction);
            }
            // Writing to a vector does not fail.
            None => write!(self.json, "{time}").unwrap_or_default(),
        }
    }

    fn text(&mut self, text: &str) {
        self.json.extend_from_slice(escaped(text).as_bytes());
    }
}

/// A text as it is within a JSON string.
fn escaped(text: &str) -> Cow<'_, str> {
    if !any(text, is_escaped) {
        return text.into();
    }
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned().into()
}

/// Whether a byte does not stand in a JSON string as it is.
#[expect(clippy::needless_bitwise_bool, reason = "as in `any`")]
fn is_escaped(byte: u8) -> bool {
    (byte < b' ') | (byte == b'"') | (byte == b'\\')
}

/// Whether some byte is so: without an early end, eight are looked at in one step.
fn any(text: &str, is_so: impl Fn(u8) -> bool) -> bool {
    let any_of = |eight: &[u8; 8]| eight.iter().fold(false, |found, byte| found | is_so(*byte));
    let bytes = text.as_bytes();
    match bytes.last_chunk() {
        Some(last) => bytes.as_chunks().0.iter().fold(any_of(last), |found, eight| found | any_of(eight)),
        None => bytes.iter().any(|byte| is_so(*byte)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::api::accounts::Person;
    use crate::hub::state::HubError;

    #[test]
    fn what_needs_an_escape_has_one() -> Result<(), HubError> {
        let mut hub = Hub::default();
        let (odd, by) = (hub.add_user("Odd")?, Name::from("no \"user\""));
        let fullname = "\"Odd\\\" \u{1}\u{7f}\u{2028}ü";
        if let Some(user) = hub.users.get_mut(&odd) {
            user.fullname = Some(fullname.into());
        }
        let mut request = AccessRequest {
            id: hub.next_id(),
            status: Status::Pending,
            timestamp: Time::from_milliseconds(0),
            outcome: None,
            unasked: false,
            fields: Some(Box::new(vec![("a\nb".to_owned(), "\t".to_owned()), ("c".to_owned(), String::new())])),
        };
        let rows = |request: &AccessRequest| {
            Rows::new(&hub, Requesters::Shown, Status::Pending, 0).write(&[(&odd, request), (&by, request)])
        };
        let read: serde_json::Value = serde_json::from_slice(&rows(&request)).unwrap_or_default();
        assert_eq!(read[0]["user"]["fullname"], fullname);
        assert_eq!(
            (&read[0]["user"]["email"], &read[0]["fields"]),
            (&"odd@example.com".into(), &serde_json::json!({"a\nb": "\t", "c": ""}))
        );
        let Some(person) = serde_json::to_value(Person::new(&hub, &hub.profile(&by))).ok() else { return Ok(()) };
        for (key, value) in person.as_object().into_iter().flatten() {
            assert_eq!(&read[1]["user"][key], value, "{key}");
        }
        request.unasked = true;
        assert!(!String::from_utf8_lossy(&rows(&request)).contains("\"email\""), "nobody is asked for an address");
        Ok(())
    }
}
