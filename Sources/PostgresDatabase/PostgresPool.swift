import DatabaseAccess
import Dispatch

/// At most so many connections, each with a thread of its own: a thread that waits for the server takes nothing from
/// those that compute.
final class PostgresPool: Sendable {
  let address: PostgresAddress
  let patience: PostgresPatience
  private let places: WaitingLine<Place>

  /// Room for a connection, used by one transaction at a time.
  final class Place: @unchecked Sendable {
    let queue = DispatchQueue(label: "tallybook.postgres")
    var connection: PostgresConnection?
  }

  init(_ address: PostgresAddress, limit: Int, _ patience: PostgresPatience) {
    self.address = address
    self.patience = patience
    places = WaitingLine((0..<limit).map { _ in Place() }, complaint: "All connections to the store are in use.")
  }

  /// Runs a transaction on the thread of a connection.
  /// - Throws: `StorageError.busy` if none is free for too long, `StorageError.interrupted` if the task is cancelled.
  func perform<T: Sendable>(
    _ transaction: PostgresTransaction, _ body: @escaping @Sendable (PostgresSession) throws -> T
  ) async throws -> T {
    let place = try await places.take(patience: patience.connection)
    let call = PostgresCall()
    return try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        place.queue.async { [self] in
          let result = Result { try transaction.run(&place.connection, self, call, body) }
          places.giveBack(place)
          continuation.resume(with: result)
        }
      }
    } onCancel: {
      call.callOff()
    }
  }
}
