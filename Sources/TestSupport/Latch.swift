import Foundation
import Synchronization

/// A latch: keeps transactions open until it is released. Only for threads that may block.
package final class Latch: Sendable {
  private let hasEnded = Atomic(false)
  private let count = Atomic(0)

  package init() {}

  /// The number of calls to `wait` so far.
  package var waiting: Int { count.load(ordering: .relaxed) }

  package func wait() {
    count.wrappingAdd(1, ordering: .relaxed)
    while !hasEnded.load(ordering: .relaxed) { usleep(10_000) }
  }

  package func end() { hasEnded.store(true, ordering: .relaxed) }
}
