import Dispatch
import Foundation
import Synchronization

/// A pipeline that computes values on a background thread, in order, while the caller continues.
package final class BackgroundPipeline<Input: Sendable, Value: Sendable>: Sendable {
  private let line = Line()

  package init(_ work: @escaping @Sendable (Input) -> Value) {
    let line = line
    Thread.detachNewThread {
      while let input = line.inputs.next() { line.values.put(work(input)) }
    }
  }

  deinit { line.inputs.put(nil) }

  /// Queues the next input.
  package func put(_ input: Input) { line.inputs.put(input) }

  /// Waits for the value of the oldest input whose value was not taken yet.
  package func next() -> Value { line.values.next() }

  private final class Line: Sendable {
    let inputs = Queue<Input?>()
    let values = Queue<Value>()
  }

  private final class Queue<Element: Sendable>: Sendable {
    private let elements = Mutex<[Element]>([])
    private let count = DispatchSemaphore(value: 0)

    func put(_ element: Element) {
      elements.withLock { $0.append(element) }
      count.signal()
    }

    func next() -> Element {
      count.wait()
      return elements.withLock { $0.removeFirst() }
    }
  }
}
