// SPDX-License-Identifier: MIT
#include "widgets/editor/linter.h"

#include "core/lint/shelldialect.h"
#include "widgets/editor/directiveproblems.h"

#include <QLoggingCategory>

#include <algorithm>

namespace punchcard {

Q_LOGGING_CATEGORY(lcLint, "punchcard.lint", QtInfoMsg)

namespace {

QList<Finding> inOrder(const QList<Finding> &ours, const QList<Finding> &shellChecks)
{
    QList<Finding> all = ours + shellChecks;
    std::ranges::stable_sort(all, {}, &Finding::line);
    return all;
}

} // namespace

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
    const QList<Finding> ours = directiveProblems(text);
    if (text.size() > longestScript) {
        m_model.setFindings(ours);
        if (shellDialect(text, path))
            tellLeftOut(context);
        return;
    }
    QCoro::connect(checkScript(m_shellCheck, text, path, context), this,
                   [this, ours, cancel = context.cancel](const Result<QList<Finding>> &found) {
                       if (cancel != m_running)
                           return;
                       m_running.reset();
                       m_known = found.has_value();
                       m_model.setFindings(inOrder(ours, found.value_or(QList<Finding>())));
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
