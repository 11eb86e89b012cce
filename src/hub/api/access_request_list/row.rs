//! One entry of a list, written as JSON straight from the state: a page has up to a thousand of them.

use std::borrow::Cow;
use std::io::Write as _;

use crate::hub::api::accounts::pictures;
use crate::hub::state::accounts::{DERIVED_EMAIL, Profile};
use crate::hub::state::repos::Requesters;
use crate::hub::state::{AccessRequest, Hub, Name, Time, TimeWriter};

/// Writes entries of lists.
pub(super) struct Rows<'a> {
    hub: &'a Hub,
    /// What reviewers learn of requesters.
    requesters: Requesters,
    /// What comes before an account's name in the address of its picture.
    pictures: String,
    /// Where the next requester may be among the users: who asked one after the other often came so, too.
    next: usize,
    times: TimeWriter,
    json: Vec<u8>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(hub: &'a Hub, requesters: Requesters, bytes: usize) -> Self {
        Self {
            hub,
            requesters,
            pictures: pictures(&hub.endpoint),
            next: 0,
            times: TimeWriter::default(),
            json: Vec::with_capacity(bytes),
        }
    }

    /// The array of every entry.
    pub(super) fn write(mut self, requests: &[(&Name, &AccessRequest)]) -> Vec<u8> {
        self.json.push(b'[');
        for (at, (user, request)) in requests.iter().enumerate() {
            if at > 0 {
                self.json.push(b',');
            }
            self.row(user, request);
        }
        self.json.push(b']');
        self.json
    }

    /// Keys that do not apply are absent: clients tell a granted user by the missing e-mail.
    // fidelity: list-entry
    // fidelity: hidden-requesters
    fn row(&mut self, user: &Name, request: &AccessRequest) {
        self.raw("{\"requestId\":\"");
        self.json.extend_from_slice(&request.id.digits());
        self.raw("\"");
        if self.requesters != Requesters::Hidden {
            let (profile, at) = self.hub.profile_near(user, self.next);
            self.next = at.map_or(0, |at| at + 1);
            let name = escaped(profile.name.as_str());
            self.raw(",\"user\":{");
            self.person(&profile, &name);
            self.raw(",\"verifiedOrgNames\":[]");
            if !request.unasked && self.requesters == Requesters::Shown {
                self.raw(",\"email\":");
                self.email(&profile, &name);
            }
            self.raw("}");
        }
        self.raw(",\"timestamp\":");
        self.written(request.timestamp);
        if let Some(at) = request.reviewed_at() {
            self.raw(",\"reviewedAt\":");
            self.written(at);
        }
        self.raw(",\"status\":\"");
        self.raw(request.status.as_str());
        self.raw("\"");
        if let Some(by) = request.granted_by() {
            self.raw(",\"grantedBy\":{");
            let profile = self.hub.profile(by);
            self.person(&profile, &escaped(profile.name.as_str()));
            self.raw("}");
        }
        if let Some(fields) = request.fields.as_deref() {
            self.raw(",\"fields\":{");
            for (at, (label, value)) in fields.iter().enumerate() {
                self.raw(if at > 0 { "," } else { "" });
                self.text(label);
                self.raw(":");
                self.text(value);
            }
            self.raw("}");
        }
        self.raw("}");
    }

    /// As [`Person`](crate::hub::api::accounts::Person), without the braces; the name with its escapes.
    fn person(&mut self, profile: &Profile<'_>, name: &str) {
        match profile.id {
            Some(id) => {
                self.raw("\"_id\":\"");
                self.json.extend_from_slice(&id.digits());
                self.raw("\",\"avatarUrl\":\"");
            }
            None => self.raw("\"_id\":null,\"avatarUrl\":\""),
        }
        self.json.extend_from_slice(self.pictures.as_bytes());
        self.lower(name);
        self.raw(".svg\",\"isPro\":false,\"fullname\":\"");
        // Most users have no other.
        if std::ptr::eq(profile.fullname, profile.name.as_str()) {
            self.json.extend_from_slice(name.as_bytes());
        } else {
            self.json.extend_from_slice(escaped(profile.fullname).as_bytes());
        }
        self.raw("\",\"user\":\"");
        self.json.extend_from_slice(name.as_bytes());
        self.raw("\",\"type\":\"user\"");
    }

    fn email(&mut self, profile: &Profile<'_>, name: &str) {
        match profile.given_email {
            Some(email) => self.text(email),
            None => {
                self.raw("\"");
                self.lower(name);
                self.raw(DERIVED_EMAIL);
                self.raw("\"");
            }
        }
    }

    /// What needs no escape.
    fn raw(&mut self, json: &'static str) {
        self.json.extend_from_slice(json.as_bytes());
    }

    /// A name in lower case: escapes have no capitals.
    fn lower(&mut self, name: &str) {
        let start = self.json.len();
        self.json.extend_from_slice(name.as_bytes());
        self.json[start..].make_ascii_lowercase();
    }

    fn written(&mut self, time: Time) {
        self.raw("\"");
        match self.times.ascii(time) {
            Some(text) => self.json.extend_from_slice(text),
            // Writing to a vector does not fail.
            None => write!(self.json, "{time}").unwrap_or_default(),
        }
        self.raw("\"");
    }

    fn text(&mut self, text: &str) {
        self.raw("\"");
        self.json.extend_from_slice(escaped(text).as_bytes());
        self.raw("\"");
    }
}

/// A text as it is within a JSON string.
fn escaped(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return text.into();
    }
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned().into()
}

/// Whether a text stands in JSON as it is.
#[expect(clippy::needless_bitwise_bool, reason = "without an early end, many bytes are looked at in one step")]
fn is_plain(text: &str) -> bool {
    !text.bytes().fold(false, |found, byte| found | (byte < b' ') | (byte == b'"') | (byte == b'\\'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::api::accounts::Person;
    use crate::hub::state::{HubError, Status};

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
        let rows =
            |request: &AccessRequest| Rows::new(&hub, Requesters::Shown, 0).write(&[(&odd, request), (&by, request)]);
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
