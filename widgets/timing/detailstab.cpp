// SPDX-License-Identifier: MIT
#include "widgets/timing/detailstab.h"

#include "core/accounts/account.h"
#include "core/models/jobdetails.h"
#include "widgets/look/metrics.h"
#include "widgets/look/tones.h"

#include <QScrollBar>
#include <QTextBrowser>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

QString escaped(const QString &text)
{
    return text.toHtmlEscaped().replace(u'\n', u"<br>"_s);
}

// What QTextBrowser understands: a table a section, labels quiet at the left.
QString htmlOf(const QList<DetailSection> &sections, const QPalette &palette)
{
    const QString muted = look::colour(look::Tone::Muted, palette).name();
    const QString link = look::colour(look::Tone::Accent, palette).name();
    QString html = u"<style>a { color: %1; text-decoration: none; } td { padding: 2px 16px 2px 0; } h4 { margin: 16px 0 4px 0; }"
                   " .l { color: %2; }</style>"_s.arg(link, muted);
    for (const DetailSection &section : sections) {
        html += u"<h4>%1</h4><table cellspacing=0>"_s.arg(escaped(section.title));
        for (const Detail &detail : section.details) {
            const QString value = detail.link.isEmpty()
                ? escaped(detail.value)
                : u"<a href=\"%1\">%2</a>"_s.arg(QString::fromLatin1(detail.link.toEncoded()).toHtmlEscaped(), escaped(detail.value));
            html += u"<tr><td class=l width=180>%1</td><td>%2</td></tr>"_s.arg(escaped(detail.label), value);
        }
        html += u"</table>"_s;
    }
    return html;
}

} // namespace

DetailsTab::DetailsTab(Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_text(new QTextBrowser(this))
{
    setObjectName("detailsTab");
    m_text->setObjectName("detailsText");
    setFocusProxy(m_text);
    m_text->setAccessibleName(tr("Details of the job"));
    m_text->setFrameShape(QFrame::NoFrame);
    m_text->setOpenExternalLinks(true);
    m_text->document()->setDocumentMargin(look::wideGap);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_text);
    connect(&desk, &Desk::jobChanged, this, [this](JobId job, store::Change) {
        if (job == m_job)
            reload();
    });
    say(tr("Choose a job to see all that is known of it."));
}

void DetailsTab::say(const QString &text)
{
    m_plain = text;
    m_text->setPlainText(text);
}

void DetailsTab::setJob(std::optional<JobId> job)
{
    if (job == m_job)
        return;
    m_job = job;
    m_known.reset();
    say(job ? QString() : tr("Choose a job to see all that is known of it."));
    if (job)
        reload();
}

void DetailsTab::reload()
{
    QCoro::connect(m_desk.store().job(*m_job), this, [this, id = *m_job](const Result<Job> &job) {
        if (id != m_job)
            return;
        if (!job) {
            say(job.error().sentence());
            return;
        }
        QCoro::connect(m_desk.sessions()->accounts(), this, [this, id, job = *job](const Result<QList<Account>> &accounts) {
            if (id != m_job)
                return;
            const QList<Account> known = accounts.value_or(QList<Account>());
            const auto found = std::ranges::find(known, job.spec.account, &Account::id);
            take(job, found == known.end() ? job.spec.account : found->name);
        });
    });
}

void DetailsTab::take(const Job &job, const QString &account)
{
    m_known = job;
    m_account = account;
    const store::JobFolder folder(m_desk.store().home(), job.uid);
    const QList<DetailSection> sections = detailsOf(job, account, folder.path());
    const QString plain = punchcard::plainText(sections);
    // A job that runs changes each second; who reads or selects here is left alone unless there is news.
    if (plain == m_plain)
        return;
    m_plain = plain;
    const int place = m_text->verticalScrollBar()->value();
    m_text->setHtml(htmlOf(sections, palette()));
    m_text->verticalScrollBar()->setValue(place);
}

void DetailsTab::changeEvent(QEvent *event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_known) {
        m_plain.clear();
        take(*m_known, m_account);
    }
}

} // namespace punchcard
