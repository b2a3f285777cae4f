import Foundation

/// A queue between a thread that produces elements and a thread that consumes them, so that memory does not grow with
/// the number of elements.
package final class BoundedQueue<Element: Sendable>: @unchecked Sendable {
  private let capacity: Int
  // Guards everything below.
  private let condition = NSCondition()
  private var elements: [Element] = []
  private var isClosed = false

  package init(capacity: Int = .max) { self.capacity = capacity }

  /// Waits while the queue is full.
  /// - Returns: false if the queue is closed; the element is then discarded.
  @discardableResult
  package func put(_ element: Element) -> Bool {
    condition.lock()
    defer { condition.unlock() }
    while elements.count >= capacity, !isClosed { condition.wait() }
    if isClosed { return false }
    elements.append(element)
    condition.broadcast()
    return true
  }

  /// Waits while the queue is empty.
  /// - Returns: nil if it is also closed.
  package func next() -> Element? {
    condition.lock()
    defer { condition.unlock() }
    while elements.isEmpty, !isClosed { condition.wait() }
    if elements.isEmpty { return nil }
    condition.broadcast()
    return elements.removeFirst()
  }

  /// Wakes both sides: nothing more is put, or nothing more is consumed.
  /// - Parameter last: an element to deliver after all others, even if the queue is full.
  package func close(last: Element? = nil) {
    condition.lock()
    defer { condition.unlock() }
    if let last { elements.append(last) }
    isClosed = true
    condition.broadcast()
  }
}
