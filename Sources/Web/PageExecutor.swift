import Dispatch

/// Runs the handlers of pages on separate threads. Rendering a page takes milliseconds; on the shared pool, which has
/// one thread per core, each step of a short request, such as a record by API, would wait for it.
final class PageExecutor: TaskExecutor {
  // Each quality of service has separate threads.
  private let queue = DispatchQueue(label: "tallybook.pages", qos: .utility, attributes: .concurrent)

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
  }
}
