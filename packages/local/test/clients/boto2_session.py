"""The life of an execution with boto 2, and what it makes of faults."""
import os
from urllib.parse import urlparse

from boto.regioninfo import RegionInfo
from boto.swf.exceptions import SWFDomainAlreadyExistsError, SWFResponseError, SWFTypeAlreadyExistsError
from boto.swf.layer1 import Layer1
from boto.swf.layer1_decisions import Layer1Decisions

endpoint = urlparse(os.environ['SWF_ENDPOINT'])
swf = Layer1('local', 'local', is_secure=False, port=endpoint.port,
             region=RegionInfo(name='us-east-1', endpoint=endpoint.hostname))

swf.register_domain('d', '7', 'text')
try:
    swf.register_domain('d', '7')
except SWFDomainAlreadyExistsError as error:
    print('already exists:', error.body['message'])
swf.register_workflow_type('d', 'flow', '1', task_list='l', default_child_policy='TERMINATE',
                           default_execution_start_to_close_timeout='3600', default_task_start_to_close_timeout='300')
try:
    swf.register_workflow_type('d', 'flow', '1')
except SWFTypeAlreadyExistsError as error:
    print('already exists:', error.body['message'])
swf.register_activity_type('d', 'act', '1', task_list='l', default_task_heartbeat_timeout='600',
                           default_task_schedule_to_close_timeout='3900',
                           default_task_schedule_to_start_timeout='300', default_task_start_to_close_timeout='3600')
run_id = swf.start_workflow_execution('d', 'w', 'flow', '1', input='tea', tag_list=['t'])['runId']

task = swf.poll_for_decision_task('d', 'l', identity='boto 2')
decisions = Layer1Decisions()
for activity_id in ('a', 'b', 'c'):
    decisions.schedule_activity_task(activity_id, 'act', '1', input=u'gr\u00fcn')
swf.respond_decision_task_completed(task['taskToken'], decisions._data)
activity = swf.poll_for_activity_task('d', 'l', identity='boto 2')
print(activity['activityId'], swf.record_activity_task_heartbeat(activity['taskToken'], 'half'))
swf.respond_activity_task_completed(activity['taskToken'], 'done')
swf.respond_activity_task_failed(swf.poll_for_activity_task('d', 'l')['taskToken'], 'details', 'reason')
swf.respond_activity_task_canceled(swf.poll_for_activity_task('d', 'l')['taskToken'], 'details')
swf.signal_workflow_execution('d', 's', 'w', input='i', run_id=run_id)
swf.request_cancel_workflow_execution('d', 'w')

info = swf.describe_workflow_execution('d', run_id, 'w')
print(info['executionInfo']['executionStatus'], info['openCounts']['openActivityTasks'])
print(swf.count_open_workflow_executions('d', None, 0), swf.count_pending_decision_tasks('d', 'l'))
print([e['execution']['workflowId'] for e in swf.list_open_workflow_executions('d', oldest_date=0, tag='t')['executionInfos']])
task = swf.poll_for_decision_task('d', 'l', maximum_page_size=5, reverse_order=True)
page = swf.poll_for_decision_task('d', 'l', maximum_page_size=5, reverse_order=True,
                                  next_page_token=task['nextPageToken'])
print([e['eventId'] for e in task['events'] + page['events']])
decisions = Layer1Decisions()
decisions.complete_workflow_execution('r')
swf.respond_decision_task_completed(task['taskToken'], decisions._data)
print(swf.count_closed_workflow_executions('d', start_oldest_date=0))
history = swf.get_workflow_execution_history('d', run_id, 'w')['events']
print([e['eventType'] for e in history])
for failing in (lambda: swf.describe_domain('x'),
                lambda: swf.terminate_workflow_execution('d', 'w'),
                lambda: swf.register_domain('e', 'long')):
    try:
        failing()
    except SWFResponseError as error:
        print(error.status, error.body['__type'].split('#')[1], error.body['message'])
