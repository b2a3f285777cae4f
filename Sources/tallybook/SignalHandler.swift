import Dispatch
import Foundation

/// Handles Ctrl-C during long operations. An interrupted import is never committed, so the store is unchanged.
enum SignalHandler {
  nonisolated(unsafe) private static var source: (any DispatchSourceSignal)?

  /// - Parameter clearing: removes incomplete files; runs on a separate thread.
  static func announce(
    _ words: String = "Stopped; the store is unchanged.", clearing: @escaping @Sendable () -> Void = {}
  ) {
    signal(SIGINT, SIG_IGN)
    let source = DispatchSource.makeSignalSource(signal: SIGINT, queue: .global())
    source.setEventHandler {
      clearing()
      FileHandle.standardError.write(Data("\n\(words)\n".utf8))
      // 128 + SIGINT, as shells report it. _exit: no destructor may commit or wait.
      _exit(130)
    }
    source.resume()
    self.source = source
  }
}
