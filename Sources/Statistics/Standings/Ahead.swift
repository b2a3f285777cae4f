import Dispatch
import Foundation
import Synchronization

/// A value that another core works out meanwhile.
final class Ahead<Value: Sendable>: Sendable {
  private let value = Mutex<Value?>(nil)
  private let ready = DispatchSemaphore(value: 0)

  init(_ work: @escaping @Sendable () -> Value) {
    Thread.detachNewThread {
      let result = work()
      self.value.withLock { $0 = result }
      self.ready.signal()
    }
  }

  /// The value, once it is there. To be asked for once.
  func wait() -> Value {
    ready.wait()
    return value.withLock { $0! }
  }
}
