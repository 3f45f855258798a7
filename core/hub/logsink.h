// SPDX-License-Identifier: MIT
#pragma once

#include "core/base/clock.h"
#include "core/hub/logcommand.h"
#include "core/hub/masker.h"

#include <QFile>
#include <QString>

#include <functional>
#include <memory>

namespace punchcard::hub {

/// The files behind LogWriter: stamps, masks, obeys and cuts off. One thread only.
class LogSink
{
public:
    struct Options
    {
        QString folder = {};
        qint64 limit = 0;
        bool debug = false;
        Clock *clock = nullptr;
        std::function<void(int step, const LogCommand &command)> commanded = {};
        std::function<void(const QString &reason)> failed = {};
    };

    explicit LogSink(Options options);

    void addMask(const QByteArray &secret) { m_masker.add(secret); }
    void beginStep(int number);
    /// A line of the runner's own: never cut off.
    void line(const QByteArray &text);
    /// Whole lines that a program printed; the last line break may be missing.
    void output(QByteArrayView lines);
    /// The beginning of a line that is too long to wait for its end; says how many of the bytes it took.
    [[nodiscard]] qsizetype beginning(QByteArrayView text);
    /// Nothing more comes for a line that was begun.
    void endLine();
    void flush();

private:
    void obey(QByteArrayView line, const LogCommand &command);
    void show(const QByteArray &marker, const LogCommand &command);
    /// Stamps, masks and writes whole lines without commands in them.
    void program(QByteArrayView lines);
    void write(const QByteArray &bytes, bool own);
    [[nodiscard]] const QByteArray &stamp();
    void openFile(std::unique_ptr<QFile> &file, const QString &name);
    void fail(const QString &reason);

    Options m_options;
    Masker m_masker;
    std::unique_ptr<QFile> m_jobFile;
    std::unique_ptr<QFile> m_stepFile;
    QByteArray m_pending; ///< Written, but not yet in the files.
    int m_step = 0;
    QByteArray m_stopToken; ///< After ::stop-commands::, until the token comes.
    bool m_begun = false; ///< A line without its end has been written.
    qsizetype m_covered = 0; ///< Masker::Piece of it.
    qint64 m_kept = 0;
    bool m_isLimitSaid = false;
    qint64 m_cutOff = 0; ///< Bytes of this step that were left out.
    bool m_broken = false;
    qint64 m_stampTime = -1;
    QByteArray m_stamp;
};

} // namespace punchcard::hub
