//! Branches and tags.

use gix_hash::ObjectId;
use gix_object::{Kind, TagRef};

use super::commit::{FileEditError, Signature};
use super::{Repository, TAG};

impl Repository {
    /// Lets a ref, given by its full name, point to an object.
    pub fn set_ref(&mut self, name: impl Into<String>, to: ObjectId) {
        self.refs.insert(name.into(), to);
    }

    /// Removes a ref; whether it was there.
    pub fn remove_ref(&mut self, name: &str) -> bool {
        self.refs.remove(name).is_some()
    }

    /// Makes a tag on a commit: annotated where there is a message.
    pub fn tag(
        &mut self,
        name: &str,
        commit: ObjectId,
        message: Option<&str>,
        who: &Signature,
    ) -> Result<(), FileEditError> {
        let target = match message.filter(|message| !message.is_empty()) {
            None => commit,
            Some(message) => {
                let (target, who) = (commit.to_string(), who.header());
                let tag = TagRef {
                    target: target.as_str().into(),
                    target_kind: Kind::Commit,
                    name: name.into(),
                    tagger: Some(who.as_str().into()),
                    message: message.into(),
                    signature: None,
                };
                self.write(Kind::Tag, &tag)?
            }
        };
        self.set_ref(format!("{TAG}{name}"), target);
        Ok(())
    }

    /// Whether a name may be one of a branch or tag (git check-ref-format).
    pub fn is_ref_name(name: &str) -> bool {
        !name.is_empty()
            && !name.starts_with(['/', '-', '.'])
            && !name.ends_with(['/', '.'])
            && !name.split('/').any(|part| part.strip_suffix(".lock").is_some())
            && !["..", "//", "@{", "/."].iter().any(|wrong| name.contains(wrong))
            && !name.chars().any(|c| c.is_control() || " ~^:?*[\\".contains(c))
    }
}
