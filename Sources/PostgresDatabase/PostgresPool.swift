import DatabaseAccess
import Dispatch

/// A limited number of connections, each with its own queue, so that waiting for the server blocks no thread that
/// computes.
final class PostgresPool: Sendable {
  let address: PostgresAddress
  let patience: PostgresTimeouts
  private let places: ResourcePool<Place>

  /// A slot for a connection, used by one transaction at a time.
  final class Place: @unchecked Sendable {
    let queue = DispatchQueue(label: "tallybook.postgres")
    var connection: PostgresConnection?
  }

  init(_ address: PostgresAddress, limit: Int, _ patience: PostgresTimeouts) {
    self.address = address
    self.patience = patience
    places = ResourcePool((0..<limit).map { _ in Place() }, complaint: "All connections to the store are in use.")
  }

  /// Runs a transaction on the queue of a connection.
  /// - Throws: `StorageError.busy` if none is free before the timeout, `.interrupted` if the task is cancelled.
  func perform<T: Sendable>(
    _ transaction: PostgresTransaction, _ body: @escaping @Sendable (PostgresSession) throws -> T
  ) async throws -> T {
    let place = try await places.acquire(patience: patience.connection)
    let call = CallState()
    return try await withTaskCancellationHandler {
      if BlockingThread.isCurrent {
        defer { places.release(place) }
        return try place.queue.sync { try transaction.run(&place.connection, self, call, body) }
      }
      return try await withCheckedThrowingContinuation { continuation in
        place.queue.async { [self] in
          let result = Result { try transaction.run(&place.connection, self, call, body) }
          places.release(place)
          continuation.resume(with: result)
        }
      }
    } onCancel: {
      call.cancel()
    }
  }
}
