// SPDX-License-Identifier: MIT
#include "core/hub/logwriter.h"

#include "core/hub/logsink.h"
#include "core/hub/masker.h"
#include "core/hub/process.h"

#include <QCoroFuture>
#include <QPromise>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <array>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

using namespace Qt::StringLiterals;

namespace punchcard::hub {
namespace {

constexpr qsizetype readAtOnce = 256 * 1024;
constexpr qsizetype longestLine = 1024 * 1024; // A longer one is written in pieces.

} // namespace

/// The thread: waits for orders and for output, and does one after the other.
class LogWriter::Worker
{
public:
    using Order = std::function<void(LogSink &)>;

    explicit Worker(LogSink::Options options)
        : m_sink(std::move(options))
    {
        if (openPipe(m_wakeUp)) {
            for (const int end : m_wakeUp)
                fcntl(end, F_SETFL, O_NONBLOCK);
        }
        m_thread = std::thread([this] { loop(); });
    }

    ~Worker()
    {
        {
            const std::lock_guard lock(m_mutex);
            m_leaving = true;
        }
        wake();
        m_thread.join();
        for (const int end : {m_wakeUp[0], m_wakeUp[1], m_input}) {
            if (end >= 0)
                close(end);
        }
    }

    Q_DISABLE_COPY_MOVE(Worker)

    void order(Order order)
    {
        {
            const std::lock_guard lock(m_mutex);
            m_orders.append(std::move(order));
        }
        wake();
    }

    // From here on: on the thread.
    void setInput(int descriptor)
    {
        m_input = descriptor;
        fcntl(m_input, F_SETFL, fcntl(m_input, F_GETFL) | O_NONBLOCK);
    }

    /// Reads what is in the pipe at this moment, however much comes meanwhile.
    void readAll()
    {
        // A pipe holds 64 kB, or what root set: sixteen chunks are more than was there when we began.
        for (int chunk = 0; chunk < 16 && readChunk(); ++chunk) { }
        takeLines(true);
    }

private:
    void wake()
    {
        const char byte = 0;
        [[maybe_unused]] const auto written = write(m_wakeUp[1], &byte, 1);
    }

    void loop()
    {
        while (true) {
            std::array<pollfd, 2> waits
                = {{{.fd = m_wakeUp[0], .events = POLLIN, .revents = 0}, {.fd = m_input, .events = POLLIN, .revents = 0}}};
            // What is written stays in our buffer while more is coming, and goes to the files when nothing does.
            if (poll(waits.data(), waits.size(), 0) == 0) {
                m_sink.flush();
                poll(waits.data(), waits.size(), -1);
            }
            if (waits[0].revents != 0 && !obey())
                return;
            if (m_input >= 0 && waits[1].revents != 0 && readChunk())
                takeLines(false);
        }
    }

    bool obey()
    {
        std::array<char, 256> drained{};
        while (read(m_wakeUp[0], drained.data(), drained.size()) > 0) { }
        QList<Order> orders;
        bool leaving = false;
        {
            const std::lock_guard lock(m_mutex);
            orders = std::exchange(m_orders, {});
            leaving = m_leaving;
        }
        for (const Order &one : std::as_const(orders))
            one(m_sink);
        if (leaving)
            m_sink.flush();
        return !leaving;
    }

    bool readChunk()
    {
        if (m_input < 0)
            return false;
        const qsizetype before = m_buffer.size();
        m_buffer.resize(before + readAtOnce);
        const auto length = read(m_input, m_buffer.data() + before, readAtOnce);
        m_buffer.resize(before + std::max<qsizetype>(0, length));
        if (length == 0 || (length < 0 && errno != EAGAIN && errno != EINTR)) {
            close(std::exchange(m_input, -1));
            takeLines(true);
        }
        return length > 0;
    }

    /// Hands the whole lines over; with @p all also what is left, as a line of its own.
    void takeLines(bool all)
    {
        const qsizetype end = m_buffer.lastIndexOf('\n') + 1;
        if (end > 0) {
            m_sink.output(QByteArrayView(m_buffer).first(end));
            m_buffer.remove(0, end);
        }
        if (all && !m_buffer.isEmpty()) {
            m_sink.output(m_buffer);
            m_buffer.clear();
        } else if (m_buffer.size() > longestLine) {
            m_buffer.remove(0, m_sink.beginning(m_buffer));
        }
        if (all)
            m_sink.endLine();
    }

    LogSink m_sink;
    std::array<int, 2> m_wakeUp = {-1, -1};
    int m_input = -1;
    QByteArray m_buffer;
    std::mutex m_mutex;
    QList<Order> m_orders;
    bool m_leaving = false;
    std::thread m_thread;
};

LogWriter::LogWriter(Options options, QObject *parent)
    : QObject(parent)
    , m_masker(std::make_shared<Masker>())
{
    LogSink::Options sink{.folder = options.folder, .limit = options.limit, .debug = options.debug, .clock = options.clock};
    sink.commanded = [this](int step, const LogCommand &command) {
        QMetaObject::invokeMethod(
            this,
            [this, step, command] {
                if (command.name == "add-mask")
                    m_masker->add(command.data);
                else
                    emit commanded(step, command);
            },
            Qt::QueuedConnection);
    };
    sink.failed
        = [this](const QString &reason) { QMetaObject::invokeMethod(this, [this, reason] { emit failed(reason); }, Qt::QueuedConnection); };
    m_worker = std::make_unique<Worker>(std::move(sink));
}

LogWriter::~LogWriter() = default;

void LogWriter::readFrom(int descriptor)
{
    m_worker->order([worker = m_worker.get(), descriptor](LogSink &) { worker->setInput(descriptor); });
}

void LogWriter::addMask(const QByteArray &secret)
{
    m_masker->add(secret);
    m_worker->order([secret](LogSink &sink) { sink.addMask(secret); });
}

void LogWriter::beginStep(int number)
{
    m_worker->order([number](LogSink &sink) { sink.beginStep(number); });
}

void LogWriter::line(const QString &text)
{
    m_worker->order([text](LogSink &sink) { sink.line(text.toUtf8()); });
}

QCoro::Task<> LogWriter::drained()
{
    auto promise = std::make_shared<QPromise<void>>();
    const QFuture<void> future = promise->future();
    promise->start();
    m_worker->order([this, worker = m_worker.get(), promise](LogSink &sink) {
        worker->readAll();
        sink.flush();
        // By the same queue as the signals: whoever waited has heard of every command by then.
        QMetaObject::invokeMethod(this, [promise] { promise->finish(); }, Qt::QueuedConnection);
    });
    co_await future;
}

QString LogWriter::masked(const QString &text) const
{
    return QString::fromUtf8(m_masker->masked(text.toUtf8()));
}

bool LogWriter::hasSecret(const QString &text) const
{
    return m_masker->isTouched(text.toUtf8());
}

} // namespace punchcard::hub
