// SPDX-License-Identifier: MIT
#include "widgets/editor/linter.h"

#include "core/lint/shelldialect.h"

#include <QLoggingCategory>

namespace punchcard {

Q_LOGGING_CATEGORY(lcLint, "punchcard.lint", QtInfoMsg)

Linter::Linter(QObject *parent)
    : QObject(parent)
{
}

Linter::~Linter()
{
    cancel();
}

void Linter::cancel()
{
    if (m_running)
        m_running->request();
    m_running.reset();
    m_known = false;
}

void Linter::forget()
{
    cancel();
    m_model.setFindings({});
}

void Linter::check(const QString &text, const QString &path)
{
    cancel();
    const Context context;
    m_running = context.cancel;
    if (text.size() > longestScript) {
        m_model.setFindings({});
        if (shellDialect(text, path))
            tellLeftOut(context);
        return;
    }
    QCoro::connect(checkScript(m_shellCheck, text, path, context), this,
                   [this, cancel = context.cancel](const Result<QList<Finding>> &found) {
                       if (cancel != m_running)
                           return;
                       m_running.reset();
                       m_known = found.has_value();
                       m_model.setFindings(found.value_or(QList<Finding>()));
                       // Not installed is as good as any other state; the rest is for whoever looks for the cause.
                       if (!found && found.error().kind != Error::Kind::Missing)
                           qCInfo(lcLint).noquote() << found.error().what << found.error().said;
                       emit ended();
                   });
}

void Linter::tellLeftOut(const Context &context)
{
    QCoro::connect(shellCheckVersion(m_shellCheck, context), this, [this, cancel = context.cancel](const Result<QString> &version) {
        if (cancel != m_running)
            return;
        m_running.reset();
        if (version)
            emit leftOut();
        emit ended();
    });
}

} // namespace punchcard
