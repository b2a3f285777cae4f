import Foundation

/// A pipeline that computes values on a background thread, in order, while the caller continues.
package final class BackgroundPipeline<Input: Sendable, Value: Sendable>: Sendable {
  private let inputs = BoundedQueue<Input>()
  private let values = BoundedQueue<Value>()

  package init(_ work: @escaping @Sendable (Input) -> Value) {
    Thread.detachNewThread { [inputs, values] in
      while let input = inputs.next() { values.put(work(input)) }
    }
  }

  deinit { inputs.close() }

  /// Queues the next input.
  package func put(_ input: Input) { inputs.put(input) }

  /// Waits for the value of the oldest input whose value was not taken yet.
  package func next() -> Value {
    guard let value = values.next() else { preconditionFailure("only the inputs are closed") }
    return value
  }
}
