import Dispatch
import Foundation

/// Prefetches elements on a separate thread, so that producer and consumer use two cores.
package final class Prefetcher<Element: Sendable>: Sendable {
  private let queue: BoundedQueue<Result<Element?, any Error>>
  private let ended = DispatchSemaphore(value: 0)

  /// Starts immediately.
  /// - Parameters:
  ///   - room: the number of elements to prefetch.
  ///   - make: returns nil at the end. Its captures must not be used elsewhere while this object exists.
  package init(room: Int, _ make: @escaping () throws -> Element?) {
    queue = BoundedQueue(capacity: room)
    // Called only by the new thread.
    nonisolated(unsafe) let make = make
    // Not a Dispatch thread: there are only as many as cores, and this one mostly waits.
    Thread.detachNewThread { [queue, ended] in
      defer { ended.signal() }
      while true {
        let element = Result { try make() }
        guard queue.put(element), case .success(.some) = element else { return }
      }
    }
  }

  /// Waits until the other thread has ended.
  deinit {
    queue.close()
    ended.wait()
  }

  /// - Returns: nil at the end; it must not be called after that.
  package func next() throws -> Element? { try queue.next()?.get() ?? nil }
}
