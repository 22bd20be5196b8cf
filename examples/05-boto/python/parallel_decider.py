import boto.swf.layer2 as swf
from connection import DOMAIN, VERSION, serve

SCHED_COUNT = 5


class ParallelDecider(swf.Decider):
    domain = DOMAIN
    task_list = 'parallel'

    def run(self):
        task = self.poll()
        if 'events' not in task:
            return
        events = [e for e in task['events'] if not e['eventType'].startswith('Decision')]
        decisions = swf.Layer1Decisions()
        results = [e['activityTaskCompletedEventAttributes']['result']
                   for e in events if e['eventType'] == 'ActivityTaskCompleted']
        scheduled = [e for e in events if e['eventType'] == 'ActivityTaskScheduled']
        if not scheduled:
            for part in range(1, SCHED_COUNT + 1):
                decisions.schedule_activity_task(
                    'part-%d' % part, 'Part', VERSION, task_list='parallel', input=str(part))
        elif len(results) == SCHED_COUNT:
            decisions.complete_workflow_execution(' '.join(sorted(results)))
        self.complete(decisions=decisions)


if __name__ == '__main__':
    serve(ParallelDecider())
