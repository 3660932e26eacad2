//! A cable between two programs that can be cut: what goes through it is lost then, and nobody gets through until it is mended.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};
use tokio::{
    io::copy_bidirectional,
    net::{TcpListener, TcpStream},
    sync::broadcast,
    task::JoinHandle,
};

/// Everything that goes through arrives unchanged, as long as it is whole.
pub struct Cable {
    pub port: u16,
    is_cut: Arc<AtomicBool>,
    cuts: broadcast::Sender<()>,
    task: JoinHandle<()>,
}

impl Cable {
    /// A port of its own that leads to another one on this machine.
    pub async fn to(port: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback has a free port");
        let own = listener.local_addr().expect("a bound listener has an address").port();
        let (is_cut, cuts) = (Arc::new(AtomicBool::new(false)), broadcast::Sender::new(1));
        let (cut, ends) = (is_cut.clone(), cuts.clone());
        let task = tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let mut ended = ends.subscribe();
                if cut.load(Ordering::SeqCst) {
                    continue;
                }
                tokio::spawn(async move {
                    let Ok(mut far) = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))).await
                    else {
                        return;
                    };
                    tokio::select! {
                        _ = copy_bidirectional(&mut near, &mut far) => {}
                        _ = ended.recv() => {}
                    }
                });
            }
        });
        Self { port: own, is_cut, cuts, task }
    }

    pub fn cut(&self) {
        self.is_cut.store(true, Ordering::SeqCst);
        // Nobody may be there to hear it.
        let _ = self.cuts.send(());
    }

    pub fn mend(&self) {
        self.is_cut.store(false, Ordering::SeqCst);
    }
}

impl Drop for Cable {
    fn drop(&mut self) {
        self.task.abort();
    }
}
