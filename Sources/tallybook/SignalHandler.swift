import Dispatch
import Foundation

/// Handles Ctrl-C, and the signals of a service manager and of a terminal that closes, during long operations. An
/// interrupted import is never committed, so the store is unchanged.
enum SignalHandler {
  nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []

  /// - Parameter clearing: removes incomplete files; runs on a separate thread.
  static func announce(
    _ words: String = "Stopped; the store is unchanged.", clearing: @escaping @Sendable () -> Void = {}
  ) {
    sources = [SIGINT, SIGTERM, SIGHUP].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler {
        clearing()
        FileHandle.standardError.write(Data("\n\(words)\n".utf8))
        // 128 + the signal, as shells report it. _exit: no destructor may commit or wait.
        _exit(128 + number)
      }
      source.resume()
      return source
    }
  }
}
