import Dispatch
import Foundation

/// Ctrl-C in the middle of a long work. Of an import the transaction is never committed, so the store is as before.
enum Interruption {
  nonisolated(unsafe) private static var source: (any DispatchSourceSignal)?

  /// - Parameter clearing: takes away what is half done, on a thread of its own.
  static func announce(
    _ words: String = "Stopped; the store is as before.", clearing: @escaping @Sendable () -> Void = {}
  ) {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      clearing()
      FileHandle.standardError.write(Data("\n\(words)\n".utf8))
      // 128 + SIGINT, as a shell tells it. _exit: no destructor may commit or wait.
      _exit(130)
    }
    source.resume()
    self.source = source
  }
}
