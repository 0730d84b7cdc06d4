//! A file that is made while it is sent, so that it is never in memory whole: whoever makes it waits for whoever reads it.

use std::io::{self, BufWriter, Write};
use std::pin::Pin;
use std::task::{Context, Poll};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::Frame;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How much is sent at a time.
const PIECE: usize = 64 << 10;
/// How many pieces may wait for the reader.
const AHEAD: usize = 4;

/// What is sent, as it comes.
struct Streamed(Receiver<io::Result<Bytes>>);

impl HttpBody for Streamed {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        self.get_mut().0.poll_recv(cx).map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }
}

struct Pieces(Sender<io::Result<Bytes>>);

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        // Nobody reads it any more.
        sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The body that is what the closure writes, on a thread that may wait. Where it fails the answer is broken off, so that
/// nobody takes half a file for a whole one.
pub(crate) fn body(write: impl FnOnce(&mut dyn Write) -> io::Result<()> + Send + 'static) -> Body {
    let (send, receive) = channel(AHEAD);
    tokio::task::spawn_blocking(move || {
        let mut out = BufWriter::with_capacity(PIECE, Pieces(send.clone()));
        if let Err(error) = write(&mut out).and_then(|()| out.flush()) {
            if error.kind() != io::ErrorKind::BrokenPipe {
                tracing::warn!(%error, "a file could not be made to its end");
            }
            let _ = send.blocking_send(Err(error));
        }
    });
    Body::new(Streamed(receive))
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests")]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use http_body_util::BodyExt as _;

    use super::*;

    #[tokio::test]
    async fn what_is_written_comes_whole_and_no_faster_than_it_is_read() {
        let written = Arc::new(AtomicUsize::new(0));
        let told = written.clone();
        let mut body = body(move |out| {
            for _ in 0..1_000 {
                out.write_all(&[7; 10_000])?;
                told.fetch_add(10_000, Ordering::SeqCst);
            }
            Ok(())
        });
        let mut read = 0;
        while let Some(frame) = body.frame().await {
            let ahead = written.load(Ordering::SeqCst).saturating_sub(read);
            assert!(ahead <= (AHEAD + 4) * PIECE, "{ahead}");
            read += frame.unwrap().into_data().unwrap().len();
        }
        assert_eq!(read, 10_000_000);
    }

    #[tokio::test]
    async fn what_fails_on_the_way_is_broken_off_and_not_ended() {
        let body = body(|out| {
            out.write_all(b"halva")?;
            Err(io::Error::other("full"))
        });
        assert!(body.collect().await.is_err());
    }
}
