import Foundation
import Support
import Synchronization
import Testing

@Suite struct BoundedQueueTests {
  private struct Broken: Error {}

  @Test func `A full queue waits for the consumer, and elements keep their order`() {
    let queue = BoundedQueue<Int>(capacity: 3)
    let put = Atomic(0)
    Thread.detachNewThread {
      for number in 0..<100 where queue.put(number) { put.store(number + 1, ordering: .relaxed) }
      queue.close()
    }
    var taken: [Int] = []
    while let number = queue.next() {
      taken.append(number)
      #expect(put.load(ordering: .relaxed) <= taken.count + 3)
    }
    #expect(taken == Array(0..<100))
  }

  @Test func `A closed queue gives what it holds, and takes nothing more`() {
    let queue = BoundedQueue<Int>(capacity: 1)
    #expect(queue.put(1))
    queue.close(last: 2)
    #expect(!queue.put(3))
    #expect([queue.next(), queue.next(), queue.next()] == [1, 2, nil])
  }

  @Test func `A prefetcher gives all elements before its error, and ends early when it is not needed`() throws {
    var number = 0
    let prefetcher = Prefetcher(room: 2) {
      number += 1
      if number == 5 { throw Broken() }
      return number
    }
    for expected in 1...4 { #expect(try prefetcher.next() == expected) }
    #expect(throws: Broken.self) { try prefetcher.next() }
    let endless = Prefetcher(room: 2) { 1 }
    #expect(try endless.next() == 1)
  }

  @Test func `A pipeline gives the values of its inputs, in order`() {
    let pipeline = BackgroundPipeline<Int, Int> { $0 * 2 }
    for input in 0..<50 { pipeline.put(input) }
    for input in 0..<50 { #expect(pipeline.next() == input * 2) }
  }
}
