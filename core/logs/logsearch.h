// SPDX-License-Identifier: MIT
#pragma once

#include "core/logs/logdocument.h"
#include "core/logs/logpattern.h"

namespace punchcard {

/// Looks for a pattern in all of a document, on the pool, from its beginning; a document that grows is followed. How many
/// lines match is kept for each 64 KB only, whatever their number: which lines they are is looked up again there. Main thread.
class LogSearch : public QObject
{
    Q_OBJECT

public:
    explicit LogSearch(const LogDocument &document, QObject *parent = nullptr);
    ~LogSearch() override;

    /// Looks for something else; what ran is cancelled. Refused: the expression is not valid, and nothing is looked for.
    [[nodiscard]] Result<> find(const LogQuery &query);
    void clear();

    [[nodiscard]] const std::optional<LogPattern> &pattern() const { return m_pattern; }
    [[nodiscard]] bool isRunning() const { return m_running; }
    [[nodiscard]] Progress progress() const { return {.done = m_searched - m_begin, .total = m_document.end() - m_begin}; }
    /// Lines that match, as far as was looked.
    [[nodiscard]] qint64 count() const { return m_count; }
    /// How many of them lie before @p line.
    [[nodiscard]] qint64 countBefore(qint64 line) const;
    /// The next line that matches after @p line, or the nearest before it; nullopt: there is none, as far as was looked.
    [[nodiscard]] std::optional<qint64> next(qint64 line) const;
    [[nodiscard]] std::optional<qint64> previous(qint64 line) const;

    static constexpr qint64 blockSize = 64 * 1024;
    /// How many lines that match begin in each block of the document.
    [[nodiscard]] const QList<quint32> &blocks() const { return m_blocks; }

signals:
    void changed(); ///< More was found or looked at, or another pattern.

private:
    struct Found
    {
        qint64 searched = 0;
        QList<std::pair<qsizetype, quint32>> blocks = {}; ///< Only those in which there is something.
    };
    void restart();
    void goOn();
    void takeTailBack();
    void noteTail();
    static QCoro::Task<> search(QPointer<LogSearch> search);
    [[nodiscard]] static Found look(const LogPattern &pattern, const MappedFile &file, qint64 begin, qint64 from, qint64 to, qint64 end,
                                    const std::atomic_bool &cancelled);
    [[nodiscard]] QList<qint64> linesIn(qsizetype block) const;
    [[nodiscard]] qsizetype blockOf(qint64 line) const { return qsizetype((line - m_begin) / blockSize); }

    const LogDocument &m_document;
    std::optional<LogPattern> m_pattern;
    std::shared_ptr<std::atomic_bool> m_cancelled;
    bool m_running = false;
    qint64 m_begin = 0;
    qint64 m_searched = 0; ///< Up to here; a line begins.
    QList<quint32> m_blocks;
    qint64 m_count = 0;
    qint64 m_tail = -1; ///< The last line, when it was looked at before it had ended; whether it matched then:
    bool m_tailMatched = false;
};

} // namespace punchcard
