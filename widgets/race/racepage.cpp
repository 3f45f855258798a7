// SPDX-License-Identifier: MIT
#include "widgets/race/racepage.h"

#include "core/jobs/race.h"
#include "core/models/racemodel.h"
#include "core/models/wording.h"
#include "widgets/look/emptystate.h"
#include "widgets/look/icons.h"
#include "widgets/look/metrics.h"
#include "widgets/race/racedelegates.h"
#include "widgets/race/racelegend.h"

#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QListView>
#include <QScopedValueRollback>
#include <QStackedWidget>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>

namespace punchcard {

using namespace Qt::StringLiterals;

namespace {

constexpr int leastForWords = 560;

QToolButton *stripButton(const char *name, const QString &text, const QString &iconName, QWidget *parent)
{
    auto *button = new QToolButton(parent);
    button->setObjectName(QLatin1StringView(name));
    button->setText(text);
    button->setIcon(look::icon(iconName));
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setAutoRaise(true);
    return button;
}

} // namespace

RacePage::RacePage(Desk &desk, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_model(new RaceModel(Clock::system(), this))
    , m_races(new QComboBox(this))
    , m_back(stripButton("raceBack", tr("Back to the script"), u"chevron-left"_s, this))
    , m_again(stripButton("raceAgain", tr("Race again"), u"rerun"_s, this))
    , m_cancel(stripButton("cancelRace", tr("Cancel all"), u"cancel"_s, this))
    , m_pages(new QStackedWidget(this))
    , m_empty(new look::EmptyState(this))
    , m_verdict(new QLabel(this))
    , m_lanes(new QListView(this))
    , m_table(new QTreeView(this))
{
    setObjectName("racePage");
    makeLanes();
    makeTable();
    auto *content = new QWidget(this);
    content->setBackgroundRole(QPalette::Base);
    content->setAutoFillBackground(true);
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 0);
    inner->setSpacing(0);
    inner->addWidget(makeHead());
    inner->addWidget(m_lanes);
    inner->addSpacing(look::gap);
    inner->addWidget(m_table, 1);
    m_pages->addWidget(m_empty);
    m_pages->addWidget(content);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeStrip());
    column->addWidget(m_pages, 1);
    setFocusProxy(m_lanes);
    m_empty->say(u"race"_s, tr("No races yet"), tr("“Race…” runs a script on several runners at once and compares their times."));
    m_pause.setSingleShot(true);
    m_pause.setInterval(std::chrono::milliseconds(100));
    m_ticker.setInterval(std::chrono::seconds(1));
    m_ticker.setObjectName("raceTicker");
    m_ticker.setParent(this);
    connectParts();
    tell();
}

QWidget *RacePage::makeStrip()
{
    m_races->setObjectName("raceChoice");
    m_races->setAccessibleName(tr("Race"));
    m_races->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    m_races->setMinimumContentsLength(16);
    m_races->setEnabled(false);
    m_back->setToolTip(tr("Back to the script"));
    m_again->setToolTip(tr("Runs the same script with the same inputs on the same runners once more"));
    m_cancel->setToolTip(tr("Asks the runners of all racers that are on their way to stop the script"));
    auto *strip = new QWidget(this);
    auto *row = new QHBoxLayout(strip);
    row->setContentsMargins(look::gap + look::halfGap, 0, look::gap, 0);
    row->setSpacing(look::gap);
    row->addWidget(m_back);
    row->addWidget(m_races, 1);
    row->addWidget(m_cancel);
    row->addWidget(m_again);
    strip->setFixedHeight(look::barHeight + look::halfGap);
    return strip;
}

QWidget *RacePage::makeHead()
{
    auto *head = new QWidget(this);
    m_verdict->setObjectName("raceVerdict");
    m_verdict->setWordWrap(true);
    QFont font = m_verdict->font();
    font.setWeight(QFont::DemiBold);
    m_verdict->setFont(font);
    m_verdict->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_head = new QBoxLayout(QBoxLayout::LeftToRight, head);
    m_head->setContentsMargins(look::wideGap, look::gap + look::halfGap, look::wideGap, look::halfGap);
    m_head->setSpacing(look::gap);
    m_head->addWidget(m_verdict, 1);
    m_legend = new RaceLegend(head);
    m_head->addWidget(m_legend);
    return head;
}

void RacePage::makeLanes()
{
    m_lanes->setObjectName("raceLanes");
    m_lanes->setAccessibleName(tr("Racers"));
    m_lanes->setModel(m_model);
    m_lanes->setItemDelegate(new RaceLaneDelegate(m_lanes));
    m_lanes->setFrameShape(QFrame::NoFrame);
    m_lanes->setMouseTracking(true);
    m_lanes->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_lanes->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_lanes->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_lanes->setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);
}

void RacePage::makeTable()
{
    m_table->setObjectName("raceTable");
    m_table->setAccessibleName(tr("Times of the racers"));
    m_table->setModel(m_model);
    m_table->setItemDelegate(new RaceFigureDelegate(m_table));
    m_table->setRootIsDecorated(false);
    m_table->setUniformRowHeights(true);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->header()->setStretchLastSection(false);
    m_table->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_table->header()->setSectionResizeMode(RaceModel::Racer, QHeaderView::Stretch);
    m_table->header()->setSectionsClickable(false);
}

void RacePage::connectParts()
{
    connect(&m_pause, &QTimer::timeout, this, [this] {
        listRaces();
        readRace();
    });
    connect(&m_ticker, &QTimer::timeout, m_model, &RaceModel::tick);
    connect(m_model, &RaceModel::measured, this, &RacePage::tell);
    connect(&m_desk, &Desk::jobChanged, this, [this](JobId job, store::Change what) {
        // One that is new may repeat a racer.
        const bool concerns = m_model->indexOf(job).isValid() || what == store::Change::Added || what == store::Change::Removed;
        if (concerns && isVisible() && !m_pause.isActive())
            m_pause.start();
    });
    connect(m_races, &QComboBox::activated, this, [this] { setRace(GroupId(m_races->currentData().toLongLong())); });
    connect(m_back, &QToolButton::clicked, this, &RacePage::backWished);
    connect(m_again, &QToolButton::clicked, this, &RacePage::raceAgain);
    connect(m_cancel, &QToolButton::clicked, this, &RacePage::cancelAll);
    connect(m_lanes->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) { chooseRow(now.row()); });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) { chooseRow(now.row()); });
    connect(m_lanes, &QListView::activated, this, [this](const QModelIndex &index) { openRow(index.row()); });
    connect(m_table, &QTreeView::activated, this, [this](const QModelIndex &index) { openRow(index.row()); });
}

void RacePage::setRace(std::optional<GroupId> race)
{
    if (race != m_race)
        letGo();
    m_race = race;
    listRaces();
    readRace();
}

void RacePage::listRaces()
{
    QCoro::connect(store::races(m_desk.store().database()), this, [this](const Result<QList<store::PastRace>> &races) {
        if (races)
            fillRaces(*races);
        else
            emit told(races.error().sentence());
    });
}

void RacePage::fillRaces(const QList<store::PastRace> &races)
{
    if (races != m_listed) {
        m_listed = races;
        m_races->clear();
    }
    for (const store::PastRace &race : m_races->count() == 0 ? races : QList<store::PastRace>()) {
        QStringList names = racerNames(race.racers);
        names.removeDuplicates();
        const QString when = momentText(race.createdAt, QDate::currentDate());
        m_races->addItem(tr("%1, %2: %3", "script, moment, runners").arg(race.name, when, names.join(tr(" against "))), qint64(race.id));
    }
    m_races->setEnabled(m_races->count() > 0);
    if (!m_race && !races.isEmpty()) {
        m_race = races.constFirst().id;
        readRace();
    }
    m_races->setCurrentIndex(m_race ? m_races->findData(qint64(*m_race)) : -1);
    if (races.isEmpty())
        m_pages->setCurrentWidget(m_empty);
}

void RacePage::readRace()
{
    if (!m_race)
        return;
    QCoro::connect(store::jobsOfRace(m_desk.store().database(), *m_race), this, [this, race = *m_race](const Result<QList<Job>> &jobs) {
        if (race != m_race)
            return;
        if (jobs)
            return take(*jobs);
        m_race.reset(); // all of its jobs were forgotten
        m_model->setJobs({});
        listRaces();
    });
}

void RacePage::take(const QList<Job> &jobs)
{
    const int before = m_lanes->currentIndex().row();
    m_model->setJobs(jobs);
    m_pages->setCurrentIndex(1);
    // All lanes are seen, as long as there are no more than fit; the table takes what is left.
    const int lanes = m_model->rowCount() * m_lanes->sizeHintForRow(0) + look::halfGap;
    m_lanes->setMinimumHeight(std::min(lanes, 3 * m_lanes->sizeHintForRow(0)));
    m_lanes->setMaximumHeight(lanes);
    if (m_model->rowCount() > 0 && !m_lanes->currentIndex().isValid())
        chooseRow(std::clamp(before, 0, m_model->rowCount() - 1));
    viewRacers();
    updateTicker();
    emit shown();
}

void RacePage::tell()
{
    const RaceLanes &race = m_model->race();
    m_verdict->setText(race.lanes.isEmpty() ? QString() : race.verdict());
    const auto isOpen = [](const RaceLane &lane) { return lane.outcome == Outcome::Open; };
    m_cancel->setEnabled(std::ranges::any_of(race.lanes, isOpen));
    m_again->setEnabled(!race.lanes.isEmpty());
}

// Lanes and figures are one list, whichever has the focus.
void RacePage::chooseRow(int row)
{
    if (m_isChoosing || row < 0 || row >= m_model->rowCount())
        return;
    {
        const QScopedValueRollback choosing(m_isChoosing, true);
        m_lanes->setCurrentIndex(m_model->index(row, 0));
        m_table->setCurrentIndex(m_model->index(row, 0));
    }
    emit jobChosen(m_model->race().lanes.at(row).job);
    // Whoever showed another one before lets go of that.
    m_viewed.clear();
    viewRacers();
}

void RacePage::openRow(int row)
{
    if (row >= 0 && row < m_model->rowCount())
        emit jobOpened(m_model->race().lanes.at(row).job);
}

void RacePage::raceAgain()
{
    if (!m_race)
        return;
    m_again->setEnabled(false);
    QCoro::connect(m_desk.raceAgain(*m_race, Context()), this, [this](const Result<Desk::StartedRace> &race) {
        m_again->setEnabled(true);
        if (!race) {
            emit failed(race.error());
            return;
        }
        for (const Desk::RefusedRacer &refused : race->refused)
            emit told(tr("%1 does not take part: %2", "racer, why").arg(refused.name, refused.error.sentence()));
        setRace(race->race);
    });
}

void RacePage::cancelAll()
{
    for (const RaceLane &lane : m_model->race().lanes) {
        if (lane.outcome != Outcome::Open)
            continue;
        QCoro::connect(m_desk.cancel(lane.job), this, [this](const Result<> &done) {
            // One may have ended meanwhile.
            if (!done && done.error().kind != Error::Kind::Conflict)
                emit failed(done.error());
        });
    }
}

// Bars are to grow while somebody looks at them: all racers are asked about as often as the one job that is in front.
void RacePage::viewRacers()
{
    if (!isVisible())
        return;
    for (const RaceLane &lane : m_model->race().lanes) {
        if (lane.isOver || m_viewed.contains(lane.job))
            continue;
        m_viewed.insert(lane.job);
        // What keeps one from going on is told by what it waits for.
        QCoro::connect(m_desk.view(lane.job), this, [](const Result<> &) { });
    }
}

void RacePage::letGo()
{
    const int current = m_lanes->currentIndex().row();
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const JobId job = m_model->race().lanes.at(row).job;
        // The chosen one is the window's as well.
        if (m_viewed.contains(job) && row != current)
            m_desk.unview(job);
    }
    m_viewed.clear();
}

void RacePage::updateTicker()
{
    if (!isVisible() || !m_model->race().isRunning)
        m_ticker.stop();
    else if (!m_ticker.isActive())
        m_ticker.start();
}

// Where there is little room buttons lose their words, the legend goes below, and lanes alone tell the states.
void RacePage::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    const bool isNarrow = width() < leastForWords;
    for (QToolButton *button : {m_back, m_cancel, m_again})
        button->setToolButtonStyle(isNarrow ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    m_head->setDirection(isNarrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
    m_legend->setVisible(width() >= m_legend->sizeHint().width() + 2 * look::wideGap);
    m_table->setColumnHidden(RaceModel::State, isNarrow);
}

void RacePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    listRaces();
    readRace();
    m_model->tick();
    updateTicker();
}

void RacePage::hideEvent(QHideEvent *event)
{
    QWidget::hideEvent(event);
    m_ticker.stop();
    letGo();
}

} // namespace punchcard
