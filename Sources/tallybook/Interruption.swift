import Dispatch
import Foundation

/// Ctrl-C in the middle of an import: the transaction is never committed, so the store is as before.
enum Interruption {
  nonisolated(unsafe) private static var source: (any DispatchSourceSignal)?

  static func announce() {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      FileHandle.standardError.write(Data("\nStopped; the store is as before.\n".utf8))
      // 128 + SIGINT, as a shell tells it. _exit: no destructor may commit or wait.
      _exit(130)
    }
    source.resume()
    self.source = source
  }
}
