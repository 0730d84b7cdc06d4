//! The same occasion is not frozen twice by mistake.

use super::{WORDS, datasets_of, reported, runtime};
use crate::testing::ENGINES;

#[test]
fn of_two_who_freeze_the_same_occasion_at_once_the_second_is_led_to_what_was_frozen() {
    for engine in ENGINES {
        let world = reported(engine);
        runtime().block_on(async {
            let (one, two) = (world.client("officer").await, world.client("officer").await);
            let address = "/h/ekstad/rapporter/ny";
            one.get(&format!("{address}?tillfalle=tertial-1")).await.is(200).says("name=\"nyckel\" value=\"1\"");
            let fields = [&WORDS[..], &[("nyckel", "1")]].concat();
            let (first, second) = tokio::join!(one.post(address, &fields), two.post(address, &fields));
            let mut statuses = [first.status.as_u16(), second.status.as_u16()];
            statuses.sort_unstable();
            assert_eq!(statuses, [303, 409]);
            let late = if second.status == 409 { &second } else { &first };
            late.says("Tillfället frystes nyss").says("/h/ekstad/rapporter/1").says("Vi följer upp det i höst.");
            // Going back in the browser and pressing once more is the same.
            one.post(address, &fields).await.is(409).says("Underlag 1");
            assert_eq!(datasets_of(&world).len(), 1);
            // Another occasion, or a page that was drawn after it, is meant.
            let anew = [&WORDS[..], &[("nyckel", "2")]].concat();
            one.post(address, &anew).await.is(303);
            assert_eq!(datasets_of(&world).len(), 2);
        });
    }
}
