//! Signing in and out, one's own account, choosing whom to act for, and the start page that leads each role to its work.
//! For everybody with an account.

mod pages;
mod password;
mod sv;
mod view;

#[cfg(test)]
mod tests;

use platform::Area;

const DOOR: &str = "because nobody is signed in before they have signed in";
const LINK: &str = "because whoever holds the link proves by it who they are";

/// The routes of this feature.
pub fn area() -> Area {
    Area::new("sign_in")
        .get_open("/", "because it only leads to the start page", pages::home)
        .get_open("/logga-in", DOOR, pages::sign_in_form)
        .post_open("/logga-in", DOOR, pages::sign_in)
        .get_open("/lank/{token}", LINK, pages::link)
        .post_open("/lank/{token}", LINK, pages::use_link)
        .get_open(
            "/tillgangar/{hash}/{name}",
            "because the style sheet, script and icon are the same for everybody",
            pages::asset,
        )
        .get("/start", pages::start)
        .post("/logga-ut", pages::sign_out)
        .post("/session/behall", pages::keep)
        .post("/byt/myndighet/{id}", pages::act_for_authority)
        .post("/byt/anordnare/{id}", pages::act_for_provider)
        .get("/konto", pages::account)
        .post("/konto/losenord", pages::change_password)
        .post("/konto/sessioner", pages::end_others)
}
